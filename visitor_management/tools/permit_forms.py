"""Which columns a paper form has besides those of every work permit."""

FORMS = [
    ("general", "General Works"),
    ("hot_work", "Form of Hot Work"),
    ("confined_space", "Form of a Confined Space"),
    ("height", "Form of Work at Height"),
    ("electrical", "Form of Temporary Power"),
    ("digging", "Form of Digging"),
    ("lifting", "Form of Lifting"),
]
DETAILS = [
    ("method", "Method of hot work (arc, gas, grinding)"),
    ("extinguishers", "Extinguishers and blankets"),
    ("space", "Name of the space"),
    ("content", "Former content"),
    ("gases", "Gases and their limits"),
    ("rescue", "Rescue gear"),
    ("height", "Height above ground (m)"),
    ("point", "Point and power (kW)"),
    ("voltage", "Voltage"),
    ("devices", "Devices"),
    ("power_user", "User of the power"),
    ("electrician", "Electrician's licence No."),
    ("supplier", "Opinion of the power supplier"),
    ("extent", "Extent and depth (sketch attached)"),
    ("departments", "Countersigned by departments"),
    ("mass", "Mass of the load"),
    ("signaller", "Signaller"),
    ("slinger", "Slinger"),
]
OF_FORM = {
    "hot_work": ("method", "extinguishers"),
    "confined_space": ("space", "content", "gases", "rescue"),
    "height": ("height",),
    "electrical": (
        *("point", "voltage", "devices"),
        *("power_user", "electrician", "supplier"),
    ),
    "digging": ("extent", "departments"),
    "lifting": ("mass", "signaller", "slinger"),
}
# Where gas is tested at the place before the works, and again.
GAS_TESTS = ("hot_work", "confined_space")
