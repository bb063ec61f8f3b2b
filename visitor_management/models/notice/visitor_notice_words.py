from odoo import models
from odoo.tools import format_time

from ...tools.notice_events import NUMBERS, OPENS, VISITS

NAMED = 5


class VisitorNotice(models.Model):
    """The words of a notice: what happened, number, place, how many, and when."""

    _inherit = "visitor.notice"

    def _said(self, env):
        """What is said to somebody, as it is sent to a webhook.

        :param env: in the language of the reader
        :return: dict of ``text`` (a line) and ``event site at number link``; without
            names or phones, unless the channel names people
        """
        self.ensure_one()
        notice_sudo = self.with_env(env).sudo()  # by the program, for who is to be told
        number = notice_sudo._number()
        site = notice_sudo.site_id.name or notice_sudo.channel_id.company_id.name
        return {
            "event": self.event,
            "site": site,
            "at": self.at.isoformat(timespec="seconds") + "Z",
            "number": number,
            "link": notice_sudo._link(),
            "text": " · ".join(
                filter(
                    None,
                    [
                        notice_sudo._label(),
                        number,
                        *notice_sudo._who(),
                        notice_sudo.gate_id.name,
                        site,
                        notice_sudo._time(),
                    ],
                )
            ),
        }

    def _headline(self, env):
        """What stands in subjects, on locked screens and on the bus: never a name.

        :param env: in the language of the reader
        """
        notice_sudo = self.with_env(env).sudo()  # as above
        words = (notice_sudo._label(), notice_sudo._number(), notice_sudo.site_id.name)
        return " · ".join(filter(None, words))

    def _label(self):
        return dict(self._fields["event"]._description_selection(self.env))[self.event]

    def _about(self):
        """The record it is about, if it is still there."""
        if not self.res_model or self.res_model not in self.env:
            return None
        return self.env[self.res_model].browse(self.res_id).exists() or None

    def _number(self):
        about = self._about()
        path = about is not None and NUMBERS.get(about._name)
        return (path and about.mapped(path) or [""])[0] or ""

    def _link(self):
        about = self._about()
        if about is None:
            return ""
        if path := OPENS.get(about._name):
            about = about[path]
        return f"{about.get_base_url()}/mail/view?model={about._name}&res_id={about.id}"

    def _visit(self):
        """The visit it is about, may be empty."""
        about = self._about()
        if about is None or about._name not in VISITS:
            return self.env["visitor.visit"]
        path = VISITS[about._name]
        return about[path] if path else about

    def _people(self):
        ids = [int(each) for each in (self.people or "").split(",") if each]
        return self.env["visitor.registration"].browse(ids).exists()

    def _who(self):
        """How many, and where the channel names people who they are."""
        people = self._people()
        count = sum(people.mapped("headcount"))
        yield self.env._("%s people", count) if count > 1 else ""
        if self.channel_id.with_names:
            for person in people.sorted("id")[:NAMED]:
                yield " ".join(filter(None, [person.name, person.phone]))

    def _time(self):
        tz = self.site_id._tz() if self.site_id else self.env.user.tz
        return format_time(self.env, self.at, tz, "short")
