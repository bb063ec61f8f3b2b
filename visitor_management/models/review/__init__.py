from . import visitor_review_count
from . import visitor_review_count_muster
from . import visitor_review_count_belonging
from . import visitor_review_count_delivery
from . import visitor_review_count_permit
from . import visitor_review
from . import visitor_review_fill
from . import visitor_review_line
