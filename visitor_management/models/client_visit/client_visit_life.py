from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.entered_times import TOLERANCE
from ...tools.names import readable
from .client_visit import AHEAD_STATES


class ClientVisit(models.Model):
    """The way of a visit to a client, from appointing to the archive."""

    _inherit = "client.visit"

    # ------------------------------------------------------------
    # LIFE
    # ------------------------------------------------------------

    def action_appoint(self):
        """The client confirmed when and where: the appointment stands.

        :return: True
        :raise UserError: when, where or who confirmed is missing, the time is outside
            the client's hours, or the visit is no longer planned
        """
        for visit in self:
            if visit.state != "planned":
                raise visit._step_not_allowed("appointed")
            visit.check_access("write")
            visit._appoint(self.env.user)
        return True

    def action_done(self):
        """The visit was made. Times that nobody noted are those of the appointment.

        :return: True
        :raise UserError: there was no appointment, it lies ahead, or the visit is over
        """
        now = fields.Datetime.now()
        for visit in self:
            if visit.state != "appointed":
                raise visit._step_not_allowed("done")
            visit.check_access("write")
            start = visit.start or visit.appointment_at
            if start > now + TOLERANCE:
                raise UserError(
                    self.env._(
                        "The appointment of this visit lies ahead. If it was made "
                        "already, write down when it began: “%s”.",
                        self._fields["start"]._description_string(self.env),
                    )
                )
            stop = visit.stop or min(start + timedelta(hours=visit.duration), now)
            visit._set_state(
                "done",
                start=start,
                stop=max(stop, start + timedelta(minutes=1)),
                recorded_by_id=self.env.uid,
            )
        return True

    def action_archive_record(self):
        """Close the record for good and give it its number in the archive.

        :return: True
        :raise UserError: an item still waits; says which and for what
        """
        for visit in self:
            if visit.state != "done":
                raise visit._step_not_allowed("archived")
            visit.check_access("write")
            # messages of errors are logged: not what the client said
            if blockers := visit._archive_blockers(quoted=False):
                raise UserError(
                    self.env._(
                        "The record can't be archived yet:\n%s",
                        "\n".join(f"- {blocker}" for blocker in blockers),
                    )
                )
            company, today = visit.company_id, visit.company_id._client_today()
            visit._set_state(
                "archived",
                archive_number=company._next_number("client.visit.archive", today),
                archived_on=today,
                archived_by_id=self.env.uid,
            )
        return True

    def action_cancel(self, reason):
        """Call off a visit that was not made. The client is told if they know of it.

        :param str reason: kept in the record
        :return: True
        :raise UserError: no reason, or the visit was made
        """
        reason = readable(reason)
        for visit in self:
            if "cancelled" not in self._transitions.get(visit.state, ()):
                raise visit._step_not_allowed("cancelled")
            visit.check_access("write")
            if not reason:
                raise UserError(self.env._("Say why."))
            known = visit.appointed_at or visit.asked_at
            visit._set_state("cancelled", cancel_reason=reason)
            visit._other_date_settled()
            if known:
                visit._write_to_client("cancelled")
        return True

    def action_talk(self):
        """Open the talk record, the page for the phone.

        :return: action
        """
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/client/talk/{self.id}",
            "target": "self",
        }

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _archive_blockers(self, quoted=True):
        """What still has to happen before the record can be archived: sentences.

        :param bool quoted: name the items by what the client said, not only by kind
        """
        self.ensure_one()
        _ = self.env._
        blockers = []
        if self.state in AHEAD_STATES:
            blockers.append(_("The visit was not made yet."))
        kinds = dict(self.item_ids._fields["kind"]._description_selection(self.env))
        for item in self.item_ids.filtered("pending"):
            name = item.display_name if quoted else kinds[item.kind]
            if item.state == "open":
                text = _("“%s”: answer it, or give it to somebody by a date.", name)
            elif item.state == "escalated":
                text = _("“%s”: waits for a solution.", name)
            else:
                text = _("“%s”: solved, but the client was not told.", name)
            blockers.append(text)
        return blockers

    def _archive_done(self):
        """What stands already: sentences."""
        _ = self.env._
        settled = len(self.item_ids) - len(self.item_ids.filtered("pending"))
        done = []
        if self.state in ("done", "archived"):
            done.append(_("The visit was made."))
        if settled:
            done.append(_("Items settled: %s", settled))
        return done
