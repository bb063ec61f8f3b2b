from . import visitor_visit_resident
from . import visitor_visit_resident_announce
