from odoo import models
from odoo.tools import SQL

from ...tools import roll_call

# When somebody was accounted for: at the first tick since the last that took it back.
ACCOUNTED = """
    SELECT MIN(t.at)
      FROM visitor_muster_line l
      JOIN visitor_muster_tick t ON t.line_id = l.id AND t.status != 'missing'
     WHERE l.muster_id = %s AND l.status != 'missing' AND l.added_late IS NOT TRUE
       AND NOT EXISTS (
           SELECT FROM visitor_muster_tick again
            WHERE again.line_id = l.id AND again.status = 'missing'
              AND (again.at, again.id) > (t.at, t.id)
       )
  GROUP BY l.id
"""


class VisitorMuster(models.Model):
    """What a roll call says in numbers."""

    _inherit = "visitor.muster"

    def _counts(self):
        """How many of the people on the list are what.

        :return: dict of the statuses, ``expected`` (frozen when it began), ``added``,
            ``visitors`` (among them) and ``all``
        """
        self.ensure_one()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT status, COUNT(*), COUNT(*) FILTER (WHERE added_late),
                       COUNT(*) FILTER (WHERE registration_id IS NOT NULL)
                  FROM visitor_muster_line WHERE muster_id = %s GROUP BY status
                """,
                self.id,
            )
        )
        counts = {status: 0 for status, _label in roll_call.STATUSES}
        counts |= {status: number for status, number, *_rest in rows}
        everybody = sum(counts.values())
        added = sum(row[2] for row in rows)
        return {
            **counts,
            "all": everybody,
            "added": added,
            "expected": everybody - added,
            "visitors": sum(row[3] for row in rows),
        }

    def _seconds(self, expected):
        """How long it took to account for 95 and for all of a hundred.

        :return: dict from percent to seconds, or None where so many are not
        """
        self.ensure_one()
        rows = self.env.execute_query(SQL(ACCOUNTED, self.id))
        moments = [moment for (moment,) in rows]
        since = self.started_at
        return {
            share: roll_call.seconds_to(share, expected, since, moments)
            for share in roll_call.SHARES
        }

    def _keep_figures(self):
        """Write down what the report says; again when a phone sends what it had."""
        for muster in self:
            counts = muster._counts()
            seconds = muster._seconds(counts["expected"])
            expected, left = counts["expected"], counts["off_site"]
            muster.write(
                {
                    "expected_count": expected,
                    "safe_count": counts["safe"],
                    "injured_count": counts["injured"],
                    "missing_count": counts["missing"],
                    "had_left_count": left,
                    "added_count": counts["added"],
                    "visitor_count": counts["visitors"],
                    "register_quality": (
                        100 * max(expected - left, 0) / expected if expected else 100
                    ),
                    "seconds_95": seconds[95] or 0,
                    "seconds_100": seconds[100] or 0,
                }
            )

    def _by_point(self):
        """How many were seen where: pairs of a point (or none said) and a number."""
        self.ensure_one()
        return self.env["visitor.muster.line"]._read_group(
            [("muster_id", "=", self.id), ("status", "in", ("safe", "injured"))],
            ["point_id"],
            ["__count"],
        )
