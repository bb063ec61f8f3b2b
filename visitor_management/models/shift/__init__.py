from . import visitor_shift
from . import visitor_shift_life
from . import visitor_shift_line
from . import visitor_shift_line_action
from . import visitor_shift_round
from . import visitor_shift_count
from . import visitor_shift_stock
from . import visitor_shift_thing
