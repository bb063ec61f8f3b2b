from . import visitor_visit_overstay
from . import visitor_overstay
