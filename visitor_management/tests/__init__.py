from . import test_admission
from . import test_pass_code
from . import test_reception
from . import test_scan_http
from . import test_states
