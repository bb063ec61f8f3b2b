from . import visitor_visit_repeat
from . import visitor_visit_said
from . import visitor_visit_series
from . import visitor_visit_series_make
from . import visitor_visit_in_series
from . import visitor_visit_series_approval
from . import visitor_registration_again
from . import res_partner_announce
