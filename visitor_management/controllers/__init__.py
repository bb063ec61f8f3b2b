from . import dispatcher
from . import portal
from . import scan
