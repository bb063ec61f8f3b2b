"""Permits on the clock of a site in Shanghai, in November 2026."""

from datetime import datetime, timedelta

from odoo import Command
from odoo.tests import freeze_time

from .common import VisitorCommon

SHANGHAI = "Asia/Shanghai"


def at(day, hour, minute=0):
    """Naive UTC of an hour of November 2026 in Shanghai; the second is a Monday."""
    return datetime(2026, 11, day, hour, minute) - timedelta(hours=8)


class SitePermitCommon(VisitorCommon):
    tz = SHANGHAI

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["visitor.secret"]._check()  # there is one
        cls.company.resource_calendar_id = cls._calendar("Office", range(5), 9, 18)
        cls.firm = cls.env["res.partner"].create(
            {"name": "Acme Welding", "is_company": True}
        )
        cls.kind_hot = cls.env["visitor.permit.kind"].create(
            {
                "name": "Welding",
                "hot_work": True,
                "level_ids": [
                    Command.create({"name": name, "sequence": n, "max_hours": hours})
                    for n, (name, hours) in enumerate(
                        (("Special", 8), ("First", 24), ("Second", 72))
                    )
                ],
            }
        )
        cls.special, cls.first, cls.second = cls.kind_hot.level_ids
        cls.kind_noisy = cls.env["visitor.permit.kind"].create(
            {
                "name": "Renovation",
                "hours_ids": [
                    Command.create({"day": str(day), "hour_from": low, "hour_to": high})
                    for day in range(5)
                    for low, high in ((8, 12), (14, 18))
                ],
            }
        )

    @classmethod
    def _calendar(cls, name, days, hour_from, hour_to):
        return cls.env["resource.calendar"].create(
            {
                "name": name,
                "tz": SHANGHAI,
                "attendance_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {
                                "name": name,
                                "dayofweek": str(day),
                                "hour_from": hour_from,
                                "hour_to": hour_to,
                                "day_period": "morning",
                            }
                        )
                        for day in days
                    ),
                ],
            }
        )

    def setUp(self):
        super().setUp()
        clock = freeze_time(at(1, 12))
        clock.start()
        self.addCleanup(clock.stop)

    def _permit(self, kind=None, **values):
        """A draft of reception's, from Monday 8:00 to 18:00 unless said otherwise."""
        kind = kind or self.env.ref("visitor_management.visitor_permit_kind_general")
        return (
            self.env["visitor.permit"]
            .with_user(self.user_reception)
            .create(
                {
                    "kind_id": kind.id,
                    "site_id": self.site.id,
                    "partner_id": self.firm.id,
                    "works": "Weld a pipe",
                    "start": at(2, 8),
                    "stop": at(2, 18),
                    **values,
                }
            )
        )

    def _approved(self, kind=None, **values):
        permit = self._permit(kind, **values)
        permit.action_submit()
        permit = permit.with_user(self.user_security)
        permit.action_approve()
        return permit
