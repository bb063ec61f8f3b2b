from . import visitor_resident_mixin
from . import visitor_visit_resident
from . import visitor_visit_resident_announce
from . import visitor_visit_hours_resident
from . import visitor_item_pass_resident
from . import visitor_unit_instruction_resident
from . import visitor_watchlist_resident
