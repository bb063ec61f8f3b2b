from . import client_work_list
from . import client_work_list_stuck
from . import client_work_list_call
from . import client_work_list_case
