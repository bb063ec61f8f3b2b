from . import visitor_confirmation_wizard
from . import visitor_departure_wizard
from . import visitor_identity_reveal_wizard
from . import visitor_identity_wizard
from . import visitor_reason_wizard
from . import visitor_stay_wizard
from . import visitor_waiver_wizard
from . import visitor_register_print
