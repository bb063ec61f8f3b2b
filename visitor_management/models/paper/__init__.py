from . import visitor_contractor_paper_kind
