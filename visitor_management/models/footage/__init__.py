from . import visitor_gate_footage
from . import visitor_footage_look
from . import visitor_movement_footage
from . import visitor_lane_analysis
