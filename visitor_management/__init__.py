from . import controllers, models, report, tools, wizard
from .hooks import uninstall_hook
from .tools import log_filter

log_filter.install()
