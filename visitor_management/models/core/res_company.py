from odoo import fields, models

from ...tools.groups import USER


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company", "visitor.held.mixin"]

    visitor_reception_export = fields.Boolean(
        "Reception May Export the Register",
        groups=USER,
        help="Reception exports the register and the lists of visits, without identity "
        "documents and codes of passes.",
    )
    visitor_emergency_hours = fields.Integer(
        "Emergencies Complete the Rest Within (hours)",
        groups=USER,
        default=24,
        help="Until when identity, rules and whatever else the kind of visit asks for "
        "are completed of people whom reception let in because of an emergency.",
    )
    client_service_department_id = fields.Many2one(
        "hr.department",
        "Customer Service",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Owns complaints that no department is responsible for yet, and calls "
        "clients back.",
    )
    client_repeat_complaints = fields.Integer(
        "Complaints of the Same Matter",
        groups=USER,
        default=2,
        help="How often the same matter is complained of before its causes are "
        "analysed.",
    )
    client_repeat_repairs = fields.Integer(
        "Repairs of the Same Thing",
        groups=USER,
        default=3,
        help="How often the same is repaired within a year before its causes are "
        "analysed.",
    )
    client_reminder_days = fields.Integer(
        "Remind of Orders (days)",
        groups=USER,
        default=1,
        help="How many days before its deadline a department is reminded of an order.",
    )

    client_managing_company_id = fields.Many2one(
        "res.company",
        "Managing Company",
        help="What a client said on a visit can be given to its people, too.",
    )

    client_rating_by_mail = fields.Boolean(
        "Rating by Mail",
        groups=USER,
        help="Who can't be reached by phone gets a mail with a link to rate.",
    )

    _visitor_emergency_hours_positive = models.Constraint(
        "CHECK(visitor_emergency_hours > 0)",
        "What an emergency still owes is due after one hour at least.",
    )
    _client_thresholds_positive = models.Constraint(
        "CHECK(client_repeat_complaints > 1 AND client_repeat_repairs > 1"
        " AND client_reminder_days >= 0)",
        "A matter is repeated from the second time on; reminders come before a "
        "deadline.",
    )
