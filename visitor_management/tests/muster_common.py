"""A site with assembly points and wardens, and many people inside at once."""

from datetime import timedelta

from odoo import fields
from odoo.tools import SQL

from .common import VisitorCommon


class MusterCommon(VisitorCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        points = cls.env["visitor.muster.point"]
        cls.point_a, cls.point_b = points.create(
            [{"name": name, "site_id": cls.site.id} for name in ("Point A", "Point B")]
        )
        wardens = cls.env["visitor.muster.warden"]
        cls.wardens = wardens.create(
            [
                {"name": name, "site_id": cls.site.id, "email": f"{name}@example.com"}
                for name in ("Wu", "Xu", "Ye", "Zhu")
            ]
        )

    def _start(self, kind="drill", user=None):
        """A roll call that runs, as who started it sees it."""
        musters = self.env["visitor.muster"].with_user(user or self.user_reception)
        return musters.browse(musters.start(self.site.id, kind))

    def _line(self, muster, person, number=1):
        return muster.line_ids.filtered(
            lambda line: line.registration_id == person.sudo() and line.number == number
        )

    def _row(self, nonce, key, status="safe", at=None, **values):
        """What a phone sends of somebody."""
        at = at or fields.Datetime.now()
        return {"nonce": nonce, "key": key, "status": status, "at": f"{at}", **values}

    def _tick(self, warden, *rows, device="phone"):
        return warden.sudo()._tick(device, list(rows))

    def _ticks(self):
        return self.env["visitor.muster.tick"].search(
            [("site_id", "=", self.site.id)], order="id"
        )

    def _crowd(self, number, headcount=1):
        """So many people inside, past the desk: each with a stay."""
        visit = self._visit()
        visit.action_submit()
        visit = visit.sudo()
        self.env.flush_all()
        now = fields.Datetime.now()
        self.env.cr.execute(
            SQL(
                """
                WITH people AS (
                    INSERT INTO visitor_registration (
                        visit_id, company_id, site_id, start, name, organization,
                        headcount, state, create_date, write_date
                    )
                    SELECT %(visit)s, %(company)s, %(site)s, %(start)s,
                           'Crowd ' || n, 'Acme', %(headcount)s, 'inside', %(now)s,
                           %(now)s
                      FROM generate_series(1, %(number)s) n
                    RETURNING id
                )
                INSERT INTO visitor_stay (
                    registration_id, site_id, company_id, headcount, in_at
                )
                SELECT id, %(site)s, %(company)s, %(headcount)s, %(now)s FROM people
                """,
                visit=visit.id,
                company=visit.company_id.id,
                site=self.site.id,
                start=visit.start,
                headcount=headcount,
                number=number,
                now=now - timedelta(minutes=1),
            )
        )
        self.env.invalidate_all()
        return visit.registration_ids
