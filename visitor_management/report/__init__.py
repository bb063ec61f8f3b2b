from . import client_visit_report
from . import visitor_pass_report, visitor_register_report
