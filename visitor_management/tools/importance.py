"""Whether a visitor is important, as an expression of a statement.

Somebody marked the contact, its firm, or the organization that the visit is for. In
Python it is ``_is_important()`` of a registration or a visit.
"""

# The statement has the contacts to look at under names of its own.
MARKED = """
    EXISTS (
        SELECT FROM res_partner important
          LEFT JOIN res_partner firm ON firm.id = important.commercial_partner_id
         WHERE important.id IN ({contacts})
           AND (important.visitor_important OR firm.visitor_important)
    )
"""
# of a registration ``r`` on a visit ``v``
PERSON = MARKED.format(contacts="r.partner_id, v.partner_id")
