from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..tools.entered_times import BEHIND, MOVED, SOON
from ..tools.name_field import Line
from ..tools.transaction import apart, batches
from .client_callback_rule import SOURCES
from .client_complaint_term import SEVERITIES

SERVICE = "visitor_management.group_client_service"
CALL = "visitor_management.mail_activity_type_client_callback"
# What finishing a callback decides, and what a review locks besides.
DECIDED_FIELDS = {
    "result",
    "handling_result",
    "client_words",
    "dissatisfied_reason",
    "solved_on_spot",
    "explained_reason",
    "next_date",
    "next_hour",
    "due_at",
}
# How often the client is tried: whoever is given up lets the complaint close.
SERVICE_FIELDS = {"rule_id", "attempts"}
# What follows the complaint until the client is called.
FOLLOWED_FIELDS = {"partner_id", "department_id"}
# What says whether the same was repaired before.
REPAIR_FIELDS = {"source", "category_id", "partner_id", "unit_id", "anchor_at"}
CONTACT_FIELDS = ("partner_id", "unit_id", "contact_name", "phone", "email")
CONTENT_FIELDS = DECIDED_FIELDS | {
    "unit_id",
    "contact_name",
    "phone",
    "email",
    "category_id",
    "severity",
    "caller_id",
    "client_signature",
}
LOCKED_STATES = ("reviewed", "archived", "waived")
ARCHIVED_AFTER = 9  # days of the next quarter


class ClientCallback(models.Model):
    _name = "client.callback"
    _description = "Callback"
    _inherit = [
        "client.state.mixin",
        "client.contact.mixin",
        "client.deadline.mixin",
        "client.times.mixin",
        "client.promise.mixin",
        "client.callback.plan.mixin",
        "client.callback.answers.mixin",
        "client.callback.promise.mixin",
        "client.repair.mixin",
        "client.callback.rating.mixin",
        "client.callback.feedback.mixin",
        "client.callback.tries.mixin",
        "client.callback.life.mixin",
        "client.callback.unanswered.mixin",
        "client.work.bus.mixin",
        "client.stuck.mixin",
        "visitor.owner.mixin",
        "visitor.left.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "due_at, id"
    _rec_names_search = ["name", "partner_id", "origin"]
    _check_company_auto = True
    _owner_field = "caller_id"
    _due_field = "due_at"
    _first_field = "first_due_at"
    _done_field = "reached_at"
    _not_due_states = ("waived", "unreachable")
    _promise_field = "next_date"
    _times = {"anchor_at": BEHIND, "due_at": MOVED, "next_date": SOON}
    _fixed_fields = frozenset(
        {
            *("company_id", "complaint_id", "source", "origin", "draw_line_id"),
            *("previous_id", "round"),
        }
    )

    _transitions = {
        "planned": {"reached", "waived", "unreachable"},
        # back again: a try that was noted by mistake is taken back
        "reached": {"finished", "planned", "unreachable"},
        "finished": {"reviewed"},
        "reviewed": {"archived"},
        # the client calls by himself, or answers the letter; or was told otherwise
        "unreachable": {"reached", "planned", "reviewed", "waived"},
    }

    name = fields.Char("Number", readonly=True, copy=False, index="trigram")
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_from_complaint",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
    )
    # whom and what it is about
    partner_id = fields.Many2one(
        compute="_compute_partner_id", store=True, readonly=False, precompute=True
    )
    complaint_id = fields.Many2one(
        "client.complaint",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    complaint_content = fields.Text("Complained Of", related="complaint_id.content")
    source = fields.Selection(SOURCES, required=True, default="complaint", index=True)
    origin = Line(
        "Work Order", index="btree_not_null", help="Number of the document it is about."
    )
    draw_line_id = fields.Many2one(
        "client.callback.draw.line",
        "Drawn For",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    draw_id = fields.Many2one(
        related="draw_line_id.draw_id", store=True, index="btree_not_null"
    )
    category_id = fields.Many2one(
        "client.complaint.category",
        "Category",
        compute="_compute_from_complaint",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    severity = fields.Selection(
        SEVERITIES,
        compute="_compute_from_complaint",
        store=True,
        readonly=False,
        precompute=True,
    )
    department_id = fields.Many2one(
        "hr.department",
        "Responsible",
        compute="_compute_from_complaint",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        help="The department whose work the client is asked about.",
    )
    # rounds
    round = fields.Integer(
        default=1, readonly=True, required=True, copy=False, aggregator=None
    )
    previous_id = fields.Many2one(
        "client.callback",
        "Round Before",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    next_ids = fields.One2many("client.callback", "previous_id", "Next Round")
    first_id = fields.Many2one(
        "client.callback",
        "First Round",
        compute="_compute_first_id",
        store=True,
        recursive=True,
        index=True,
        help="The case: callbacks of one chain share it.",
    )
    analysis_required = fields.Boolean(
        "Analysis Asked For",
        readonly=True,
        copy=False,
        help="The same was repaired so often that its causes are to be analysed.",
    )
    analysis = fields.Text("Analysis of Causes", copy=False)
    _name_uniq = models.UniqueIndex("(company_id, name)")
    _one_next_round = models.UniqueIndex(
        "(previous_id) WHERE previous_id IS NOT NULL",
        "There is a next round of this callback already.",
    )
    _work_list = models.Index(
        "(company_id, due_at, id) WHERE state IN ('planned', 'reached')"
    )
    _first_round_due = models.Index("(company_id, first_due_at) WHERE round = 1")
    _department_due = models.Index("(company_id, department_id, first_due_at)")

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("complaint_id.client_name")
    def _compute_client_name(self):
        return super()._compute_client_name()

    def _client_name(self):
        return super()._client_name() or self.complaint_id.client_name

    @api.depends("name", "client_name")
    def _compute_display_name(self):
        for callback in self:
            callback.display_name = " ".join(
                filter(None, (callback.name, callback.client_name))
            )

    @api.depends(
        "complaint_id.category_id",
        "complaint_id.severity",
        "complaint_id.department_id",
    )
    def _compute_from_complaint(self):
        for callback in self:
            if callback._origin.id and callback.state != "planned":
                continue  # as it was when the client was called
            complaint = callback.complaint_id
            callback.company_id = (
                complaint.company_id or callback.company_id or self.env.company
            )
            callback.category_id = complaint.category_id or callback.category_id
            callback.severity = complaint.severity or callback.severity
            callback.department_id = (complaint or callback).department_id

    @api.depends("complaint_id.partner_id")
    def _compute_partner_id(self):
        for callback in self:
            if callback._origin.id and callback.state != "planned":
                continue  # as it was when the client was called
            callback.partner_id = (callback.complaint_id or callback).partner_id

    @api.depends("complaint_id")
    def _compute_unit_id(self):
        for callback in self:
            callback.unit_id = callback.unit_id or callback.complaint_id.unit_id
        return super()._compute_unit_id()

    @api.depends("complaint_id")
    def _compute_contact(self):
        """As the complaint names them, before what the contact says."""
        for callback in self:
            complaint = callback.complaint_id
            for name in ("contact_name", "phone", "email"):
                callback[name] = callback[name] or complaint[name]
        return super()._compute_contact()

    @api.depends("previous_id.first_id")
    def _compute_first_id(self):
        for callback in self:
            callback.first_id = callback.previous_id.first_id or callback

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        given = self.default_get(["complaint_id"])
        callbacks = super().create(
            [self._with_client({**given, **vals}) for vals in vals_list]
        )
        callbacks._check_work_goes_on()
        for callback in callbacks:
            callback_sudo = callback.sudo()  # the number is not the user's to choose
            callback_sudo.name = callback.company_id._next_number(
                self._name, callback.company_id._client_today()
            )
            callback_sudo._tell_caller()
        callbacks._note_repeated()
        return callbacks

    def _with_client(self, vals):
        """Whoever complained is called back, as the complaint names them."""
        complaint = self.env["client.complaint"].browse(vals.get("complaint_id"))
        if not complaint:
            return vals
        said = {
            name: complaint._fields[name].convert_to_write(complaint[name], complaint)
            for name in CONTACT_FIELDS
            if complaint[name]
        }
        followed = {name: complaint[name].id for name in FOLLOWED_FIELDS}
        return {**said, **vals, **followed}

    def write(self, vals):
        self.check_access("write")
        if not self.env.su:
            self._check_plan(vals)
        if FOLLOWED_FIELDS & vals.keys():
            self._check_followed_fields(vals)
        for callback in self:
            kept = callback._kept_fields() & vals.keys()
            if kept:
                sentence = self.env._(
                    "Callback %s is finished: what was found stays as it is.",
                    callback.name,
                )
                raise UserError(callback._with_first(sentence))
            callback._check_rating_stays(vals)
        result = super().write(vals)
        if "caller_id" in vals:
            self._tell_caller()
        if vals.keys() & REPAIR_FIELDS:
            self._note_repeated()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_untouched(self):
        for callback in self:
            if (
                callback.state != "planned"
                or callback.attempt_ids
                or callback.previous_id
            ):
                raise UserError(
                    self.env._("A callback that was begun is kept. Waive it instead.")
                )
            if callback.complaint_id:
                raise UserError(
                    self.env._("Complaints are called back. Waive it and say why.")
                )

    def _check_plan(self, vals):
        """
        :raise AccessError: the date is a manager's, how often is customer service's
        """
        if "due_at" in vals and not self._is_manager():
            raise AccessError(
                self.env._("Only a customer service manager puts off a callback.")
            )
        if not self._is_service() and any(
            callback._differing(SERVICE_FIELDS, vals) for callback in self
        ):
            raise AccessError(
                self.env._("Customer service says how often a client is tried.")
            )

    def _time_by_rule(self):
        return self._planned_due_at(self.rule_id).replace(microsecond=0)

    def _promise_hours(self):
        return self._service_department()

    def _is_service(self):
        return self.env.user.has_group(SERVICE)

    def _check_followed_fields(self, vals):
        """Whose call it is and whose work it was: the complaint says it.

        Without a complaint customer service says it, until the client is called.

        :raise UserError: it is the complaint's to say, or the client was called
        :raise AccessError: there is no complaint, and the user is not customer service
        """
        for callback in self:
            if not callback._differing(FOLLOWED_FIELDS, vals):
                continue
            if callback.state != "planned":
                sentence = self.env._(
                    "This callback is no longer to be made: its client and department "
                    "stay as they are."
                )
                raise UserError(callback._with_first(sentence))
            if callback.complaint_id:
                raise UserError(
                    self.env._(
                        "Client and department are those of the complaint. Change them "
                        "there."
                    )
                )
            if not self.env.su and not self._is_service():
                raise AccessError(
                    self.env._(
                        "Customer service says whom a callback is about, and whose "
                        "work it was."
                    )
                )

    def _last_step(self):
        """A client who rated by a link was before all of us."""
        if self._rated_by_client():
            return self._who_and_when(
                self.env._("the client, who rated by the link"), self.reached_at
            )
        return super()._last_step()

    def _kept_fields(self):
        """What can't be changed any more in the state of the callback."""
        self.ensure_one()
        if self.state in LOCKED_STATES:
            return CONTENT_FIELDS
        return DECIDED_FIELDS if self.state == "finished" else set()

    def _work_list_ids(self):
        return {"callback_ids": self.ids}

    def _repaired_at(self):
        return self.anchor_at or self.create_date or fields.Datetime.now()

    def _note_repeated(self):
        """Ask for an analysis where a repair that was entered by hand is one too many.

        Of those in a sample the draw says it.
        """
        for callback_sudo in self.sudo():  # follows from what the user entered
            by_hand = not (
                callback_sudo.draw_line_id
                or callback_sudo.complaint_id
                or callback_sudo.previous_id
            )
            known = callback_sudo.analysis_required or callback_sudo.state != "planned"
            if by_hand and not known and callback_sudo._is_repeated():
                callback_sudo.analysis_required = True
                callback_sudo._ask_for_analysis(callback_sudo)

    def _put_on_list(self):
        self._tell_caller()

    # ------------------------------------------------------------
    # JOBS
    # ------------------------------------------------------------

    @api.model
    def _cron_archive(self, limit=200):
        """From the tenth after a quarter on, archive what was reviewed in it."""
        done = Domain.FALSE
        waiting = self._read_group([("state", "=", "reviewed")], ["company_id"])
        for (company,) in waiting:
            today = company._client_today()
            quarter = today.replace(month=today.month - (today.month - 1) % 3, day=1)
            if (today - quarter).days >= ARCHIVED_AFTER:
                done |= Domain("company_id", "=", company.id) & Domain(
                    "reviewed_at", "<", company._start_of_day(quarter)
                )
        done &= Domain("state", "=", "reviewed")
        for callbacks in batches(self, done, limit):
            for callback in callbacks.try_lock_for_update():
                with apart(callback):
                    callback._archive()
