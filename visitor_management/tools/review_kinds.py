"""What the monthly review of the visitor rules counts, in the order of its form."""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

CAME, REFUSED, WAIVED, VIOLATION = "came", "refused", "waived", "violation"
ITEMS = "items"
TRAINING, DUTY, OVERSTAY, POLICY = "training", "duty", "overstay", "policy"
KINDS = [
    (CAME, "Visitors of the Month"),
    (REFUSED, "Refusals"),
    (WAIVED, "Set Aside"),
    (VIOLATION, "Violations"),
    (OVERSTAY, "Stayed Too Long"),
    (ITEMS, "Things"),
    (TRAINING, "Training Due"),
    (DUTY, "Duties Not Confirmed"),
    (POLICY, "Rules Due for Review"),
]
# What lines without a record of their own are called, by kind and code. The codes of
# refusals and waivers are those of admission.
NAMES = {
    (CAME, "came"): _lt("People who came"),
    (CAME, "walk_in"): _lt("Came without an appointment"),
    (CAME, "no_show"): _lt("Were expected and did not come"),
    (CAME, "important"): _lt("Important visitors"),
    (REFUSED, "by_hand"): _lt("Refused by reception"),
    (OVERSTAY, "overstay"): _lt("Stayed after the end of the visit"),
    (ITEMS, "deposits"): _lt("Deposits taken"),
    (ITEMS, "deposits_here"): _lt("Deposits of those who have left, still here"),
    (ITEMS, "found"): _lt("Things found"),
    (ITEMS, "found_open"): _lt("Things found that nobody has claimed"),
    (ITEMS, "passes"): _lt("Exit passes used"),
    (ITEMS, "passes_unused"): _lt("Exit passes approved and never used"),
    (ITEMS, "mismatch"): _lt("Things that did not match their exit pass"),
}
