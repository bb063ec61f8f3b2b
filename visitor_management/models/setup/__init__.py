from . import visitor_roles
from . import visitor_setup
from . import visitor_setup_reception
from . import visitor_setup_clients
