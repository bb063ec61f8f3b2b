from . import visitor_invitation
from . import visitor_registration_steps
from . import visitor_registration_step_records
from . import visitor_registration_own_data
from . import visitor_registration_tablet
