from datetime import datetime, timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ...tools import opening_hours

# Who was not to come, or had called it off, is not announced again along with others.
NOT_AGAIN = ("refused", "cancelled")
WEEK = timedelta(days=7)


class VisitorVisit(models.Model):
    """The same visit once more: nobody types twice what is known."""

    _inherit = "visitor.visit"

    def action_repeat(self, start=False):
        """Announce earlier visits again: drafts with the same people, kind, host and
        areas, which take as long.

        :param start: when the new one begins (naive UTC; several keep their distance);
            default: the same time of the same weekday, from tomorrow on
        :return: an action that opens the draft, or the drafts
        :raise AccessError: the user does not read the visit
        :raise UserError: the moment is none
        """
        self.check_access("read")
        moment = self._moment(start)
        first = min(self.mapped("start")) if self else None
        drafts = self.browse()
        for visit in self:
            begins = moment + (visit.start - first) if moment else visit._next_start()
            drafts |= visit._repeated(begins)
        return drafts._get_records_action(name=self.env._("Visits to Announce"))

    def _moment(self, start):
        try:
            return fields.Datetime.to_datetime(start) if start else None
        except (TypeError, ValueError) as error:
            raise UserError(
                self.env._("Say when the visit begins: a date and a time.")
            ) from error

    def _repeated(self, start, **values):
        """A draft of the same, at another time.

        :param datetime start: naive UTC
        :param values: what else is different
        """
        self.ensure_one()
        again = self._people_again()
        away = self.registration_ids.filtered(lambda each: each.state in NOT_AGAIN)
        coming = self.headcount - sum(away.mapped("headcount"))
        return self.copy(
            {
                "start": start,
                "stop": start + (self.stop - self.start),
                # people without names are planned by their number again
                "headcount": max(coming, 1),
                "registration_ids": [
                    fields.Command.create(
                        {name: vals[name] for name in vals if name != "visit_id"}
                    )
                    for vals in again.copy_data()
                ],
                **values,
            }
        )

    def _people_again(self):
        """Those who are announced again: by name, and not who stayed away for good."""
        nobody = self._without_names()
        return self.registration_ids.filtered(
            lambda person: person.state not in NOT_AGAIN and person.name != nobody
        ).sorted("id")

    def _next_start(self):
        """The same time of the same weekday at the site, from tomorrow on."""
        self.ensure_one()
        site = self.site_id
        local = site._to_local(self.start).replace(tzinfo=None)
        ahead = (local.weekday() - site._today().weekday() - 1) % 7 + 1
        day = site._today() + timedelta(days=ahead)
        return opening_hours.to_utc(datetime.combine(day, local.time()), site._tz())
