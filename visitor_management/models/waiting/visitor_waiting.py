from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import waiting
from ...tools.name_field import Line

BY_PROGRAM = {"readonly": True, "copy": False}
# Waits that nobody has answered and that did not end otherwise.
RUNNING = "running"
# What is answered; the first two end the wait for an approval as well.
ANSWERS = [
    ("approve", "Approved"),
    ("refuse", "No"),
    ("coming", "Coming"),
    ("send_up", "Send up"),
    ("wait", "Please wait"),
]
# By what way the desk reaches somebody.
BY_DESK = [("phone", "Phone"), ("intercom", "Intercom"), ("in_person", "In person")]


class VisitorWaiting(models.Model):
    """One wait for a word of the host: of a visitor who stands there, or of a visit
    ahead that waits for approval.

    The host is asked, then the deputies, then the desk calls the numbers it has, then
    the desk decides. When each of them is asked follows from the moment the wait began
    and the times of the site, and is written down then: it holds whoever looks, and
    what the site says later is for later waits. Of who stands there each second counts;
    of a visit ahead only those in which the site is open.

    The first answer ends the wait, and is kept with who gave it, by what way, and how
    long it took.
    """

    _name = "visitor.waiting"
    _description = "Wait for the Host"
    _inherit = ["visitor.state.mixin", "visitor.site.clock.mixin"]
    _order = "since desc, id desc"
    _rec_name = "visit_id"
    _site_moments = ("since", "since")
    _fixed_fields = frozenset({"visit_id", "registration_id"})

    _transitions = {
        "running": {"answered", "over", "taken_back"},
        "answered": {"taken_back"},
        "over": set(),
        "taken_back": set(),
    }
    _taken_back = {
        # what ended the wait was taken back at the desk: it goes on
        "answered": {"running"},
        "over": {"running", "answered"},
    }

    visit_id = fields.Many2one(
        "visitor.visit", required=True, index=True, ondelete="restrict", readonly=True
    )
    registration_id = fields.Many2one(
        "visitor.registration",
        "Visitor",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        help="Who stands there. Empty: the visit waits for approval, ahead of it.",
    )
    kind = fields.Selection(
        [("arrived", "Stands there"), ("ahead", "Approval ahead")],
        "Who Waits",
        required=True,
        readonly=True,
        copy=False,
    )
    site_id = fields.Many2one(
        related="visit_id.site_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="visit_id.company_id", store=True, index=True, precompute=True
    )
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    host_id = fields.Many2one(related="visit_id.host_id")
    host_name = fields.Char(related="visit_id.host_name")
    department_id = fields.Many2one(related="visit_id.department_id")
    type_id = fields.Many2one(related="visit_id.type_id")
    # the plan
    since = fields.Datetime("Waits Since", required=True, **BY_PROGRAM)
    host_at = fields.Datetime("Host Asked At", **BY_PROGRAM)
    deputy_at = fields.Datetime("Deputies Asked At", **BY_PROGRAM)
    phone_at = fields.Datetime("Desk Calls From", **BY_PROGRAM)
    desk_at = fields.Datetime("Desk Decides From", **BY_PROGRAM)
    rung = fields.Selection(
        [
            ("host", "The host"),
            ("deputy", "The deputies"),
            ("phone", "By phone"),
            ("desk", "The desk decides"),
        ],
        "Asked Up To",
        help="Who was asked last.",
        **BY_PROGRAM,
    )
    next_at = fields.Datetime("Next Asked At", **BY_PROGRAM)
    stands = fields.Boolean(
        "Still There",
        help="The visitor stands there, answered or not: until coming in, or going.",
        **BY_PROGRAM,
    )
    # the end
    state = fields.Selection(
        [
            ("running", "Is waiting"),
            ("answered", "Answered"),
            ("over", "Ended without an answer"),
            ("taken_back", "Entered by mistake"),
        ],
        "Status",
        default=RUNNING,
        required=True,
        readonly=True,
        copy=False,
    )
    answer = fields.Selection(ANSWERS, **BY_PROGRAM)
    answered_by_id = fields.Many2one(
        "res.partner", index="btree_not_null", ondelete="restrict", **BY_PROGRAM
    )
    channel = fields.Selection(
        [
            ("odoo", "Odoo"),
            ("portal", "Portal"),
            ("mail", "Email"),
            *BY_DESK,
            ("desk", "The desk decided"),
        ],
        "Answered By Way Of",
        **BY_PROGRAM,
    )
    reason = Line("Said With It", **BY_PROGRAM)
    ended_at = fields.Datetime(**BY_PROGRAM)
    seconds = fields.Integer(
        "Seconds Waited",
        aggregator="avg",
        help="Until the first answer, or until the wait ended without one.",
        **BY_PROGRAM,
    )
    call_ids = fields.One2many("visitor.waiting.call", "waiting_id", "Calls")

    _running_person_uniq = models.UniqueIndex(
        "(registration_id) WHERE state = 'running' AND registration_id IS NOT NULL",
        "This visitor waits already.",
    )
    _running_visit_uniq = models.UniqueIndex(
        "(visit_id) WHERE state = 'running' AND registration_id IS NULL",
        "This visit waits already.",
    )
    _next_idx = models.Index("(next_at) WHERE state = 'running'")
    _site_idx = models.Index("(site_id, since)")
    _stands_idx = models.Index("(registration_id) WHERE stands")
    _who_waits = models.Constraint(
        "CHECK((kind = 'arrived') = (registration_id IS NOT NULL))",
        "Who stands there is a visitor of the visit.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("visit_id.name", "registration_id.name")
    def _compute_display_name(self):
        for wait in self:
            wait.display_name = wait.registration_id.name or wait.visit_id.name

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("What happened is kept. Take it back where it was a mistake.")
        )

    # ------------------------------------------------------------
    # THE PLAN
    # ------------------------------------------------------------

    def _plan(self):
        """When whom: dict from rung to naive UTC, see :func:`..tools.waiting.plan`."""
        self.ensure_one()
        return {
            rung: self[f"{rung}_at"] for rung in waiting.RUNGS if self[f"{rung}_at"]
        }

    def _rung_now(self, now=None):
        """Who is being asked at a moment, whether they were told already or not."""
        self.ensure_one()
        if self.state != RUNNING:
            return self.rung or ""
        return waiting.rung_at(self._plan(), now or fields.Datetime.now())
