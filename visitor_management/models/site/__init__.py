from . import visitor_site_clock_mixin
from . import visitor_site
from . import visitor_site_place
from . import visitor_area
from . import visitor_unit
from . import visitor_gate
from . import visitor_visit_type
