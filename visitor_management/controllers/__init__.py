from . import dispatcher
from . import scan
