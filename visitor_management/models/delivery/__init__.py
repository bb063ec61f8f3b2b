from . import visitor_delivery_kind
from . import visitor_delivery_firm
from . import visitor_delivery
from . import visitor_reception_delivery
from . import visitor_unit_instruction
from . import visitor_unit_told
from . import visitor_visit_instruction
from . import visitor_reception_instruction
