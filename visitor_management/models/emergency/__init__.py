from . import visitor_visit_emergency
from . import visitor_registration_emergency
from . import visitor_reception_emergency
