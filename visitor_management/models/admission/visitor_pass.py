import secrets
from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import split_every
from odoo.tools.translate import LazyTranslate

from ...tools import opening_hours, pass_code
from ...tools.groups import RECEPTION
from ...tools.transaction import read_committed
from ..visit.visitor_registration import OPEN_STATES

_lt = LazyTranslate(__name__)

OPEN = ("ready", "issued")
# What was handed out: a card, a printed pass, or what somebody said was not given back.
OUT = (
    Domain("held_card_ids.state", "=", "issued")
    | Domain("state", "=", "left_open")
    | (Domain("state", "=", "issued") & Domain("printed_at", "!=", False))
)
REISSUED_AT_ONCE = 500


class VisitorPass(models.Model):
    _name = "visitor.pass"
    _description = "Pass"
    _inherit = ["visitor.state.mixin", "visitor.site.clock.mixin"]
    _order = "id desc"
    _site_moments = ("valid_from", "valid_to")
    _rec_name = "short_code"

    _transitions = {
        "ready": {"issued", "revoked", "expired"},
        "issued": {"returned", "revoked", "expired", "lost", "left_open"},
        "left_open": {"returned", "lost"},
    }
    _taken_back = {
        "issued": {"ready"},
        "returned": {"issued", "left_open"},
        "left_open": {"issued"},
        "lost": {"issued", "left_open"},
        "revoked": {"ready", "issued"},
        "expired": {"ready"},
    }

    registration_id = fields.Many2one(
        "visitor.registration",
        "Visitor",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    visit_id = fields.Many2one(related="registration_id.visit_id")
    company_id = fields.Many2one(
        related="registration_id.company_id", store=True, index=True, precompute=True
    )
    site_id = fields.Many2one(
        related="registration_id.site_id", store=True, index=True, precompute=True
    )
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    phone = fields.Char(related="registration_id.phone")
    host_name = fields.Char(related="registration_id.host_name")
    local_window = fields.Char(related="registration_id.local_window")
    checked_out_at = fields.Datetime(related="registration_id.checked_out_at")
    headcount = fields.Integer(
        related="registration_id.headcount", store=True, precompute=True
    )
    state = fields.Selection(
        [
            ("ready", "Ready"),
            ("issued", "Issued"),
            ("returned", "Returned"),
            ("left_open", "Not Given Back"),
            ("lost", "Lost"),
            ("revoked", "Withdrawn"),
            ("expired", "Expired"),
        ],
        "Status",
        default="ready",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    valid_from = fields.Datetime(readonly=True, required=True)
    valid_to = fields.Datetime(readonly=True, required=True)
    area_ids = fields.Many2many(
        "visitor.area",
        "visitor_pass_area_rel",
        "pass_id",
        "area_id",
        string="Opens",
        readonly=True,
        ondelete="restrict",
    )
    card_id = fields.Many2one(
        "visitor.card", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    held_card_ids = fields.One2many("visitor.card", "pass_id", "Card That Is Out")
    printed_at = fields.Datetime(
        readonly=True, copy=False, help="Who has it in hand is asked for it at leaving."
    )
    is_out = fields.Boolean(
        "Handed Out",
        compute="_compute_is_out",
        search="_search_is_out",
        help="A card by number or a printed pass that was handed out and is not back.",
    )
    short_code = fields.Char(readonly=True, copy=False)
    code_ids = fields.One2many(
        "visitor.pass.code", "pass_id", "Codes of the Pass", groups=fields.NO_ACCESS
    )
    seed = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        default=lambda self: secrets.token_hex(16),
    )
    issue = fields.Integer(default=1, required=True, readonly=True, copy=False)
    # where it last scanned in; without scan_in nowhere, without area the site itself
    scanned_in = fields.Boolean(default=False, readonly=True, copy=False)
    area_id = fields.Many2one(
        "visitor.area",
        "Last Scanned Into",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    scan_seq = fields.Integer(default=0, required=True, readonly=True, copy=False)

    _valid_to_after_from = models.Constraint("CHECK(valid_to > valid_from)")

    @api.depends("state", "printed_at", "card_id.state", "card_id.pass_id")
    def _compute_is_out(self):
        for each in self:
            each.is_out = each._holds_card() or each._printed_is_out()

    def _search_is_out(self, operator, value):
        return OUT if operator == "in" else NotImplemented

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        people = self.env["visitor.registration"]
        for vals in vals_list:
            visit = people.browse(vals["registration_id"]).visit_id
            vals.update(self._window(visit))
        passes = super().create(vals_list)
        passes._make_code()
        return passes

    @api.model
    def _window(self, visit):
        """Validity and areas: the whole days of the visit on the site's clock."""
        valid_from, valid_to = opening_hours.whole_days(
            visit.start, visit.stop, visit.site_id.tz
        )
        return {
            "valid_from": valid_from,
            "valid_to": valid_to,
            "area_ids": [fields.Command.set(visit.open_area_ids.ids)],
        }

    def _refresh_window(self):
        """The visit was moved, or areas opened: passes that are not over follow it."""
        for each in self.sudo().filtered(lambda p: p.state in OPEN):
            each.write(self._window(each.visit_id))

    # ------------------------------------------------------------
    # CODE
    # ------------------------------------------------------------

    def _make_code(self):
        self.env["visitor.secret"]._use_to_make()
        self.env["visitor.pass.code"].sudo().create(
            [
                {
                    "pass_id": each.id,
                    "issue": each.issue,
                    "code_hash": pass_code.id_hash(
                        pass_code.token_id(each.sudo().seed, each.issue)
                    ),
                    "short_code": each._draw_short_code(),
                }
                for each in self
            ]
        )

    def _draw_short_code(self):
        code = pass_code.new_short_code()
        self.short_code = code
        return code

    def _token(self):
        """The text of the QR code, the same each time it prints.

        :return: str, see :mod:`..tools.pass_code`
        :raise AccessError: not reception: who has the code has the pass
        :raise UserError: the secret is not the one it was made with: no gate would
            know the code
        """
        self.ensure_one()
        if not self.env.user.has_group(RECEPTION):
            raise AccessError(self.env._("Only reception prints passes."))
        self.check_access("read")
        return self.sudo()._own_token()  # checked above

    def _own_token(self):
        """As :meth:`_token`, for whose pass it is; call it as superuser.

        :raise UserError: the secret is not the one it was made with
        """
        pass_sudo = self
        self.env["visitor.secret"]._check()
        identifier = pass_code.token_id(pass_sudo.seed, pass_sudo.issue)
        code = pass_sudo.code_ids.filtered(lambda each: each.issue == pass_sudo.issue)
        if code.code_hash != pass_code.id_hash(identifier):
            # made while another secret was in place than before and now
            raise UserError(
                self.env._("No gate knows the code of this pass. Give it a new code.")
            )
        return pass_code.encode(
            pass_code.Token(
                id=identifier,
                site_id=pass_sudo.site_id.id,
                valid_from=pass_sudo.valid_from,
                valid_to=pass_sudo.valid_to,
                area_ids=tuple(sorted(pass_sudo.area_ids.ids)),
            )
        )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def note_printed(self):
        """Note that passes are about to be printed; printing itself changes nothing.

        :return: True
        :raise AccessError: not reception
        """
        self.registration_id._check_reception()
        self.check_access("read")
        # sudo: reception, checked above
        passes_sudo = self.sudo().filtered(lambda each: each.state in OPEN)
        passes_sudo.printed_at = fields.Datetime.now()
        passes_sudo.registration_id._bus_changed()
        return True

    def revoke(self, reason):
        """Withdraw a pass: its code opens nothing from now on.

        :param str reason: kept with the visit
        :return: True
        :raise UserError: no reason, or the pass is over already
        """
        with self._desk_action("revoke") as passes_sudo:
            for pass_sudo in passes_sudo:
                reason = pass_sudo.visit_id._reason(reason)
                pass_sudo._end_code("revoked")
                pass_sudo.visit_id._log_said(_lt("A pass was withdrawn: %s", reason))
        return True

    def report_lost(self):
        """The pass or card was lost: nobody gets in with it.

        :return: True
        :raise UserError: the pass was not handed out
        """
        with self._desk_action("lose") as passes_sudo:
            for pass_sudo in passes_sudo:
                pass_sudo._end_code("lost")
                if pass_sudo._holds_card():
                    pass_sudo.card_id._set_state("lost")
        return True

    def reissue(self):
        """Replace the code; the old one is refused and says why.

        The same pass gets the next issue. A lost one is over: a new pass takes its
        place, for as long as the visitor is expected or here.

        :return: True
        :raise UserError: the pass is over
        """
        for pass_sudo in self._begin_desk_action():
            if pass_sudo.state == "lost":
                pass_sudo._replace()
            elif pass_sudo.state in OPEN:
                pass_sudo._next_issue()
            else:
                raise pass_sudo._step_not_allowed("issued")
        return True

    @api.model
    def _reissue_open(self):
        """Replace the code of every pass that is open; the caller checked who asks.

        :return: how many
        """
        found = self.search([("state", "in", OPEN)])
        found = found.sorted(lambda each: each.registration_id.id)  # as they are locked
        count = 0
        for ids in split_every(REISSUED_AT_ONCE, found.ids):
            passes = self.browse(ids)
            passes.registration_id._lock()
            passes = passes.filtered(lambda each: each.state in OPEN)
            passes._next_issue()
            count += len(passes)
            self.env.flush_all()
            self.env.invalidate_all()  # there may be more than fit into the memory
        return count

    def action_returned(self):
        """A pass that was still out came back.

        :return: True
        :raise UserError: the pass is not out
        """
        with self._desk_action("give_back") as passes_sudo:
            for pass_sudo in passes_sudo:
                over = pass_sudo.state in ("revoked", "expired")
                if pass_sudo.state == "left_open":
                    pass_sudo._give_back()
                elif over and pass_sudo._holds_card():
                    pass_sudo._free_card()
                else:
                    raise pass_sudo._step_not_allowed("returned")
        return True

    @contextmanager
    def _desk_action(self, act):
        """As :meth:`_begin_desk_action`, and what is done can be taken back."""
        passes_sudo = self._begin_desk_action()
        with self.env["visitor.act"]._recording(act, passes_sudo.registration_id):
            yield passes_sudo

    def _begin_desk_action(self):
        """Check that reception asks, lock the holders; answer superuser records."""
        self.registration_id._check_reception()
        self.check_access("read")
        read_committed(self.env)
        passes_sudo = self.sudo()  # reception, checked above
        passes_sudo.registration_id._lock_visits()
        return passes_sudo

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _next_issue(self):
        """Make the next code; the present one is refused and says why."""
        current = self.code_ids.filtered(lambda code: code.state == "current")
        current.state = "revoked"
        for each in self:
            each.issue += 1
        self._make_code()

    def _end_code(self, state):
        self._set_state(state, scanned_in=False, area_id=False)
        current = self.code_ids.filtered(lambda code: code.state == "current")
        current.state = state
        self.registration_id._bus_changed()

    def _replace(self):
        person = self.registration_id
        if person.pass_ids.filtered(lambda each: each.state in OPEN):
            raise UserError(self.env._("This visitor has another valid pass already."))
        if person.state not in OPEN_STATES:
            raise UserError(self.env._("This visitor has left: no new pass is needed."))
        successor = self.create({"registration_id": person.id})
        if person.state != "expected":
            successor._set_state("issued")

    def _withdraw(self):
        """The visit or registration was called off."""
        for each in self.filtered(lambda p: p.state in OPEN):
            each._end_code("revoked")

    def _expire(self):
        """Nobody came, or the time is over."""
        self.filtered(lambda p: p.state == "ready")._set_state("expired")

    def _end_with_departure(self, card_returned, printed_returned=None):
        """The holders have left.

        :param bool card_returned: the pass or card was given back; None if nobody saw:
            then a plastic card is still out, and a printed pass is waste
        :param bool printed_returned: the printed pass was; None: as the card
        :return: what stays open: list of ``{"kind", "name"}``
        """
        still_open = []
        for each in self.filtered(lambda p: p.state == "issued" or p._holds_card()):
            card_back = card_returned or (card_returned is None and not each.card_id)
            all_back = card_back if printed_returned is None else printed_returned
            if all_back and (card_back or not each._holds_card()):
                each._give_back()
                continue
            if card_back:
                each._free_card()
            if each.state == "issued":
                each._set_state("left_open", scanned_in=False, area_id=False)
            name = each.card_id.number if each._holds_card() else each.short_code
            still_open.append({"kind": "card", "name": name})
        return still_open

    def _holds_card(self):
        """Whether the plastic card is out with this pass, valid or withdrawn."""
        return self.card_id.state == "issued" and self.card_id.pass_id == self

    def _printed_is_out(self):
        """Whether the pass is in somebody's hand, besides a plastic card."""
        if self.state == "left_open":
            return not self._holds_card()
        return self.state == "issued" and bool(self.printed_at)

    def _give_back(self):
        if self.state in ("issued", "left_open"):
            self._set_state("returned", scanned_in=False, area_id=False)
        self._free_card()

    def _free_card(self):
        if self._holds_card():
            self.card_id._come_back()
