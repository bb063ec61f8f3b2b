from . import controllers, models, report, tools, wizard
from .tools import log_filter

log_filter.install()
