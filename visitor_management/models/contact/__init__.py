from . import visitor_client_hint
from . import client_inside
from . import client_timeline
from . import visitor_handover
