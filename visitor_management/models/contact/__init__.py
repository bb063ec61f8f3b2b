from . import visitor_client_hint_mixin
from . import client_inside
from . import client_timeline
from . import visitor_handover
