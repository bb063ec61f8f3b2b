from . import controllers, models, tools, wizard
from .tools import log_filter

log_filter.install()
