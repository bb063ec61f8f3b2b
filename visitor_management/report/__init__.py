from . import client_form_report
from . import client_callback_report, client_complaint_report, client_visit_report
from . import client_rectification_report
from . import client_statistics_report
from . import visitor_policy_acceptance_report
from . import visitor_escort_report
from . import visitor_muster_report
from . import visitor_violation_report
from . import visitor_attendance_report
from . import visitor_belonging_register_report
from . import visitor_belonging_report, visitor_item_pass_report
from . import visitor_programme_report
from . import visitor_shift_report
from . import visitor_review_report
from . import visitor_pass_report, visitor_register_report
from . import visitor_pass_sample_report
from . import visitor_permit_report, visitor_permit_sheet_report
from . import visitor_induction_report
