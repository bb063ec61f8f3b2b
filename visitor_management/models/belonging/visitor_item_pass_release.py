from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from ...tools import opening_hours, search_words
from ...tools.groups import RECEPTION, SECURITY, check_reception
from ...tools.names import readable
from ...tools.sentences import say
from ...tools.transaction import locked
from .visitor_item_pass_approval import STOPPED

_lt = LazyTranslate(__name__)
# After these nothing of the pass has gone out.
NOTHING_WENT = ("police",)
# Approved passes around today of who goes out, or of the vehicle; which day it is and
# how a plate is written are compared outside.
AT_EXIT = """
    SELECT i.id, i.valid_on, s.tz, i.plate_key, r.vehicle_plate,
           i.registration_id = r.id
           OR COALESCE(i.partner_id = r.partner_id, FALSE) AS of_person
      FROM visitor_item_pass i
      JOIN visitor_site s ON s.id = i.site_id
 LEFT JOIN visitor_registration r ON r.id = %(person)s
     WHERE i.site_id = %(site)s AND i.state = 'approved'
       AND i.valid_on BETWEEN %(day)s - 1 AND %(day)s + 1
       AND (i.registration_id = r.id OR i.partner_id = r.partner_id
            OR i.plate_key IS NOT NULL)
  ORDER BY i.id
"""


class VisitorItemPass(models.Model):
    """What a guard does at the exit: the person goes, the things are looked at."""

    _inherit = "visitor.item.pass"

    # ------------------------------------------------------------
    # AT THE EXIT
    # ------------------------------------------------------------

    @api.model
    def _at_exit(self, site_id, registration_id=None, plate=""):
        """What may be taken out now, by who goes out or by a vehicle.

        One query where there is nothing, for a gate has no time. The caller knows who
        asks: a device of the site.

        :param int site_id: the site that is left
        :param int registration_id: who goes out, may be None
        :param str plate: of the vehicle, as it was read; with a person also theirs
        :return: ``{"items": [{"id", "name", "quantity"}], "item_pass_id": id}`` of the
            first pass that was not used, or an empty dict
        """
        now = fields.Datetime.now()
        rows = self.env.execute_query(
            SQL(AT_EXIT, site=site_id, person=registration_id, day=now.date())
        )
        for number, valid_on, tz, key, own_plate, of_person in rows:
            plates = {search_words.together(each or "") for each in (plate, own_plate)}
            if not of_person and key not in plates:
                continue
            if valid_on == opening_hours.to_local(now, tz).date():
                lines_sudo = self.env["visitor.item.pass.line"].sudo()  # see above
                lines_sudo = lines_sudo.search_fetch(
                    [("item_pass_id", "=", number)], ["name", "quantity"]
                )
                return {
                    "items": [
                        {"id": line.id, "name": line.name, "quantity": line.quantity}
                        for line in lines_sudo
                    ],
                    "item_pass_id": number,
                }
        return {}

    def action_release(self, line_ids, others=()):
        """Let the things out that the guard saw as they are written on the pass.

        What was not ticked does not match: it stops, security is called, and somebody
        says how it ended (:meth:`action_settle`). Nobody is held. The same answer again
        changes nothing, as long as it says the same.

        :param list line_ids: the lines of this pass that match
        :param list others: names of things that are carried and not on the pass
        :return: ``{"mismatch": [names]}``
        :raise AccessError: not reception
        :raise UserError: the pass is not approved, or for another day; a line is not
            of it
        """
        self.ensure_one()
        if not self.env.su and not self.env.user.has_group(RECEPTION):
            raise AccessError(self.env._("Reception checks what is taken out."))
        self.check_access("read")
        return self.sudo()._release(line_ids, others)  # reception, checked above

    def action_release_all(self):
        """Everything is as it is written: the button of the form.

        :return: True
        :raise AccessError, UserError: as :meth:`action_release`
        """
        for each in self:
            each.action_release(each.line_ids.ids)
        return True

    def _release(self, line_ids, others=(), gate=None):
        """See :meth:`action_release`; the caller has checked who asks.

        :param gate: the ``Device`` at which the guard ticked; default: the desk
        """
        locked(self)
        ticked = self._ticked(line_ids)
        missing = self.line_ids - ticked
        names = [*missing.mapped("name"), *self._others(others)]
        if self.state == "used" and not names and all(ticked.mapped("checked")):
            return {"mismatch": []}  # the answer was lost on its way
        self._check_valid_now()
        ticked.filtered(lambda line: not line.checked)._mark(True)
        missing.filtered("checked")._mark(False)
        seen = {
            "released_at": fields.Datetime.now(),
            "released_by_id": False if gate else self.env.uid,
            "released_gate_id": gate.gate_id if gate else False,
        }
        if names:
            if not self.stopped or self.mismatch != "\n".join(names):
                self.write({**seen, "mismatch": "\n".join(names), "stopped": True})
                self._call_security()
        else:
            again = {"settlement": "matched"} if self.stopped else {}
            self._set_state("used", stopped=False, **again, **seen)
            self._await_return(ticked)
            self.activity_unlink([STOPPED])
        self.registration_id._bus_changed()
        return {"mismatch": names}

    def _ticked(self, line_ids):
        """
        :raise UserError: this is no list of lines of the pass
        """
        own = set(self.line_ids.ids)
        if not isinstance(line_ids, list | tuple) or any(
            type(each) is not int or each not in own for each in line_ids
        ):
            raise UserError(self.env._("Tick things of this exit pass only."))
        return self.line_ids.browse(dict.fromkeys(line_ids))

    def _others(self, others):
        if not isinstance(others, list | tuple):
            raise UserError(self.env._("Name the things that are not on the pass."))
        lines = self.env["visitor.item.pass.line"]
        clean = lines._fields["name"].convert_to_cache
        return [clean(each, lines) for each in others if readable(each)]

    def _check_valid_now(self):
        """
        :raise UserError: it is not approved, or for another day, or its carrier did
        """
        if self.state != "approved":
            raise self._step_not_allowed("used")
        if self.valid_on != self.site_id._today():
            raise UserError(
                self.env._("This exit pass is valid on its day only. Make a new one.")
            )
        if self._is_carrier(self.approved_by_id):  # who was linked to it since
            raise UserError(
                self.env._(
                    "Who approved this exit pass carries the things. Somebody else "
                    "approves a new one."
                )
            )

    def _call_security(self):
        """Things stopped at an exit: whoever is security comes and decides."""
        officers = self.site_id._security_officers()
        told = self.env["visitor.told"]
        self.activity_unlink([STOPPED])  # it is another thing now
        for user in officers:
            self.activity_schedule(STOPPED, user_id=user.id)

        def words(env):
            item_pass = self.with_env(env)
            return (
                say(env, _lt("Things stopped at an exit (%s)", item_pass.name)),
                env._(
                    "What is carried does not match exit pass %(number)s at %(site)s. "
                    "The person may go, the things wait. Come and say how it ends.",
                    number=item_pass.name,
                    site=item_pass.site_id.name,
                ),
            )

        for user in officers:
            told._notify(
                user.partner_id, words, about=self, otherwise=self.site_id._lang()
            )

    # ------------------------------------------------------------
    # HOW IT ENDS
    # ------------------------------------------------------------

    def action_settle(self, settlement, note=""):
        """Say how it ended that things did not match. Nobody holds them meanwhile.

        :param str settlement: ``taken_back``; ``completed``: what was missing stands on
            a new pass, which somebody has to approve; ``left_with_slip``: left of
            one's own will, kept as a deposit; ``security``: let out by security;
            ``police``
        :param str note: kept with it; why security lets it out, or what the police did
        :return: True
        :raise AccessError: not reception; not security, where that approves
        :raise UserError: nothing was stopped, no such end, or a note is missing
        """
        self.ensure_one()
        check_reception(self.env)
        self.check_access("read")
        item_pass_sudo = self.sudo()  # reception, checked above
        locked(item_pass_sudo)
        note = readable(note)
        item_pass_sudo._check_settlement(settlement, note)
        if settlement == "security" and not (
            self.env.su or self.env.user.has_group(SECURITY)
        ):
            raise AccessError(self.env._("Security decides what goes out without."))
        if settlement == "security" and not self.env.su and item_pass_sudo._is_mine():
            raise item_pass_sudo._not_the_approver()
        if settlement == "completed":
            item_pass_sudo._complete()
        elif settlement == "left_with_slip":
            item_pass_sudo._keep()
        went = settlement == "security" or (
            settlement not in NOTHING_WENT
            and any(item_pass_sudo.line_ids.mapped("checked"))
        )
        item_pass_sudo._set_state(
            "used" if went else "refused",
            stopped=False,
            settlement=settlement,
            settlement_note=note or False,
            settled_by_id=self.env.uid,
        )
        if went:
            item_pass_sudo._await_return(
                item_pass_sudo.line_ids.filtered(
                    lambda line: line.checked or settlement == "security"
                )
            )
        item_pass_sudo.activity_unlink([STOPPED])
        item_pass_sudo.registration_id._bus_changed()
        return True

    def _check_settlement(self, settlement, note):
        """
        :raise UserError: nothing was stopped, no such end, or it has to be explained
        """
        ends = dict(self._fields["settlement"]._description_selection(self.env))
        ends.pop("matched")  # the guard finds it out
        if settlement not in ends:
            raise UserError(self.env._("Choose how it ended."))
        if not self.stopped:
            raise UserError(self.env._("Nothing was stopped with this exit pass."))
        if settlement in ("security", "police") and not note:
            raise UserError(self.env._("Write down why."))

    def _not_matching(self):
        """What did not match: pairs of name and quantity."""
        missing = self.line_ids.filtered(lambda line: not line.checked)
        others = (self.mismatch or "").splitlines()[len(missing) :]
        return [(line.name, line.quantity) for line in missing] + [
            (name, 1) for name in others
        ]

    def _complete(self):
        """Another pass for what did not match, which waits for its approval."""
        self.copy(
            {
                "completes_id": self.id,
                "line_ids": [
                    fields.Command.create({"name": name, "quantity": quantity})
                    for name, quantity in self._not_matching()
                ],
            }
        )

    def _keep(self):
        """What did not match is left with a slip each, of the carrier's own will."""
        self._write_down("deposit", self._not_matching())

    def _await_return(self, lines):
        """What went out for a time is waited for, in the list of things."""
        if self.return_on:
            self._write_down(
                "taken_out", [(line.name, line.quantity) for line in lines]
            )

    def _write_down(self, kind, things):
        """
        :param str kind: a ``kind`` of ``visitor.belonging``
        :param things: pairs of name and quantity
        """
        whose = self.registration_id.name or self.partner_id.name
        self.env["visitor.belonging"].create(
            [
                {
                    "kind": kind,
                    "name": name,
                    "quantity": quantity,
                    "registration_id": self.registration_id.id,
                    "owner": whose or self.carrier or self.plate,
                    "site_id": self.site_id.id,
                    "item_pass_id": self.id,
                    # a gate's device is nobody
                    "user_id": not self.env.user._is_public() and self.env.uid,
                }
                for name, quantity in things
            ]
        )
