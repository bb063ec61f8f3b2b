from . import visitor_contractor_paper_kind
from . import visitor_contractor_paper
from . import visitor_contractor_paper_life
from . import visitor_contractor_paper_told
from . import res_partner_papers
from . import visitor_contractor_paper_light
from . import visitor_reception_light
