from contextlib import suppress

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL, hmac

from ...tools import keys, roll_call
from ..admission.visitor_stay_seen import NOT_SEEN

# Everybody who is taken as inside at a site, one row per person or group. Whoever was
# checked out by closing time may be inside: nobody saw them leave.
INSIDE = """
    WITH stays AS (
        SELECT s.registration_id, s.headcount, FALSE AS unseen
          FROM visitor_stay s WHERE s.site_id = %(site)s AND s.out_at IS NULL
         UNION ALL
        SELECT s.registration_id, MAX(s.headcount), TRUE
          FROM visitor_stay s
         WHERE s.site_id = %(site)s AND s.id IN (%(not_seen)s)
         GROUP BY s.registration_id
    ),
    escorts AS (
        SELECT e.employee_id, MAX(e.visit_id) AS visit_id
          FROM visitor_escort e
         WHERE e.site_id = %(site)s AND e.state = 'active'
         GROUP BY e.employee_id
    )
    SELECT CASE WHEN %(works)s THEN 'contractor' ELSE 'visitor' END AS category,
           r.id AS registration_id, NULL::int AS employee_id,
           r.name, GREATEST(stays.headcount, 1) AS group_size, r.organization,
           COALESCE(host.name, resident.name) AS host_name,
           (SELECT MAX(p.area_id) FROM visitor_pass p WHERE p.registration_id = r.id)
               AS area_id,
           stays.unseen
      FROM stays
      JOIN visitor_registration r ON r.id = stays.registration_id
      JOIN visitor_visit v ON v.id = r.visit_id
      JOIN visitor_visit_type t ON t.id = v.type_id
 LEFT JOIN hr_employee host ON host.id = v.host_id
 LEFT JOIN res_partner resident ON resident.id = v.host_partner_id
     UNION ALL
    SELECT 'escort', NULL, e.id, e.name, 1, NULL, NULL,
           (SELECT MAX(p.area_id) FROM visitor_pass p
              JOIN visitor_registration r ON r.id = p.registration_id
             WHERE r.visit_id = escorts.visit_id),
           FALSE
      FROM escorts JOIN hr_employee e ON e.id = escorts.employee_id
     UNION ALL
    %(staff)s
"""
# With Odoo's attendances. Whoever works at another site of ours is there; who has been
# present since another day may have forgotten to sign out.
STAFF = """
    SELECT 'employee', NULL, e.id, e.name, 1, NULL, NULL, NULL,
           bool_and(a.check_in < %(today)s)
      FROM hr_attendance a
      JOIN hr_employee e ON e.id = a.employee_id
 LEFT JOIN hr_version version ON version.id = e.current_version_id
     WHERE a.check_out IS NULL AND e.company_id = %(company)s
       AND e.id NOT IN (SELECT employee_id FROM escorts)
       AND (
           version.address_id = %(place)s
           OR NOT EXISTS (
               SELECT FROM visitor_site other
                WHERE other.partner_id = version.address_id AND other.active
           )
           OR version.address_id IS NULL
       )
  GROUP BY e.id
"""
NOBODY = "SELECT NULL, NULL, NULL, NULL, 1, NULL, NULL, NULL, FALSE WHERE FALSE"


class VisitorMusterInside(models.AbstractModel):
    """Who is taken as inside at a site: read once, whatever their number."""

    _name = "visitor.muster.inside"
    _description = "People inside"

    @api.model
    def _statement(self, site):
        """The people of a site as SQL; the caller checked who may know.

        Columns: ``category registration_id employee_id name group_size organization
        host_name area_id unseen``.
        """
        site_sudo = site.sudo()
        values = {
            "site": site_sudo.id,
            "works": self._is_works(),
            "not_seen": SQL(NOT_SEEN),
            "company": site_sudo.company_id.id,
            "place": site_sudo.partner_id.id or None,
            "today": site_sudo._day_bounds(site_sudo._today())[0],
        }
        staff = SQL(STAFF, **values) if self._has_attendance() else SQL(NOBODY)
        return SQL(INSIDE, staff=staff, **values)

    @api.model
    def _has_attendance(self):
        """Whether employees sign in and out by Odoo's own app."""
        return "hr.attendance" in self.env

    @api.model
    def _is_works(self):
        """Who comes to work: by the permit of the visit, or named on one."""
        return SQL(
            "v.permit_id IS NOT NULL OR t.permit_required IS TRUE OR EXISTS ("
            "SELECT FROM visitor_permit_worker w WHERE w.registration_id = r.id)"
        )

    @api.model
    def _rows(self, site):
        """One dict per head, with its key, ordered by name."""
        key = self._key_maker(site)  # it may ask the database, too
        self.env.flush_all()
        self.env.cr.execute(
            SQL("%s ORDER BY name, registration_id", self._statement(site))
        )
        return [
            {**person, "number": number, "key": key(person, number)}
            for person in self.env.cr.dictfetchall()
            for number in range(1, person["group_size"] + 1)
        ]

    @api.model
    def _key_maker(self, site):
        """What makes keys of the people of a site.

        :return: called with a dict of ``registration_id`` or ``employee_id`` and the
            number of the head
        """
        secret = None
        with suppress(UserError):
            self.env["visitor.secret"]._use()
            secret = keys.key("muster")
        if not secret:
            # a roll call does not wait for an administrator: the database has one, too
            secret = hmac(self.env(su=True), "visitor.muster", "key").encode()

        def key(person, number=1):
            if person["registration_id"]:
                who = f"r{person['registration_id']}"
            else:
                who = f"e{person['employee_id']}"
            return roll_call.key_of(secret, site.id, who, number)

        return key

    @api.model
    def _count(self, site):
        """How many heads are taken as inside."""
        self.env.flush_all()
        [(heads,)] = self.env.execute_query(
            SQL(
                "SELECT COALESCE(SUM(group_size), 0)::int FROM (%s) AS people",
                self._statement(site),
            )
        )
        return heads
