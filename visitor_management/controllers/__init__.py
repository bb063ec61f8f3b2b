from . import client_talk
from . import client_statistics
from . import dispatcher
from . import health
from . import export
from . import portal
from . import rating
from . import scan
