"""Regular visitors: a cleaner who comes to two units."""

from datetime import date, datetime, timedelta

from odoo import Command

from .scan_common import ScanCommon

TUESDAY, THURSDAY = 1, 3
# a Tuesday in Shanghai, and the time the regulars of the tests come in
DAY = date(2026, 12, 1)
UNTIL = date(2027, 11, 30)


def at(hour, minute=0, day=DAY, offset=8):
    """A moment on a clock that is so many hours ahead of UTC, as naive UTC."""
    begin = datetime.combine(day, datetime.min.time())
    return begin + timedelta(hours=hour - offset, minutes=minute)


class RegularCommon(ScanCommon):
    tz = "Asia/Shanghai"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.site.write({"grace_before": 10, "grace_after": 10})
        cls.gate.checks_in = True
        cls._resident()
        cls.kind = cls.env["visitor.visit.type"].create(
            {"name": "Regular", "approval": "none", "max_days": 366}
        )
        cls.flat = cls.unit  # 3-1202, on a floor of its own
        cls.other_floor = cls.env["visitor.area"].create(
            {"name": "Floor 5", "site_id": cls.site.id}
        )
        cls.other_flat = cls.env["visitor.unit"].create(
            {"name": "501", "site_id": cls.site.id, "area_id": cls.other_floor.id}
        )
        cls.mornings = cls._weekly(
            "Tuesday and Thursday mornings", [(TUESDAY, 9, 12), (THURSDAY, 9, 12)]
        )
        cls.afternoons = cls._weekly("Tuesday afternoons", [(TUESDAY, 14, 16)])

    @classmethod
    def _weekly(cls, name, hours, **values):
        return cls.env["resource.calendar"].create(
            {
                "name": name,
                "tz": "America/New_York",  # the clock of the site wins
                "attendance_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {
                                "name": name,
                                "dayofweek": str(day),
                                "hour_from": low,
                                "hour_to": high,
                                "day_period": "morning",
                            }
                        )
                        for day, low, high in hours
                    ),
                ],
                **values,
            }
        )

    @classmethod
    def _regular(cls, *lines, user=None, approve=True, **values):
        """The registration of a regular: lines are pairs of a unit and a schedule."""
        visit = (
            cls.env["visitor.visit"]
            .with_user(user or cls.user_reception)
            .create(
                {
                    "type_id": cls.kind.id,
                    "site_id": cls.site.id,
                    "host_partner_id": cls.resident.id,
                    "unit_id": cls.flat.id,
                    "start": at(0),
                    "stop": at(23, 59, UNTIL),
                    "registration_ids": [Command.create({"name": "Zhang Mei"})],
                    "hours_ids": [
                        Command.create(
                            {"unit_id": unit.id, "resource_calendar_id": calendar.id}
                        )
                        for unit, calendar in lines or ((cls.flat, cls.mornings),)
                    ],
                    **values,
                }
            )
        )
        if approve:
            visit.action_submit()
        return visit.registration_ids
