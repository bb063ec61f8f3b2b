# in this order: a room knows those above it, never those below
from . import core
from . import site
from . import visit
from . import admission
from . import desk
from . import complaint
from . import callback
from . import client_visit
from . import statistics
from . import work_list
from . import contact
from . import setup
