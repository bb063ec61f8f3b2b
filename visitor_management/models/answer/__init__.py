from . import visitor_answer_link
from . import visitor_visit_answer
