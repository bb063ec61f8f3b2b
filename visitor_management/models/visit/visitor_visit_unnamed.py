from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools.groups import check_reception
from ...tools.transaction import lock, read_committed
from ...tools.weekly_hours import comes_in_sql
from .visitor_visit import ASKS

# People of the visit may still come, those without a name among them.
MAY_COME = (*ASKS, "no_show")
# The visits of a day by whose number more people come than are named.
OF_DAY = comes_in_sql("%(begin)s", "%(end)s")
VISITS_OF_DAY = f"""
    WITH here AS (
        SELECT v.id, v.headcount
          FROM visitor_visit v
         WHERE v.site_id = %(site)s AND v.start >= %(begin)s AND v.start < %(end)s
           AND v.state IN %(may_come)s AND {OF_DAY}
         UNION
        SELECT v.id, v.headcount
          FROM visitor_visit v
         WHERE v.state IN %(asks)s
           AND v.stop >= %(begin)s AND v.start < %(begin)s AND v.site_id = %(site)s
           AND {OF_DAY}
    )
    SELECT here.id FROM here
     WHERE here.headcount > (
               SELECT COALESCE(SUM(r.headcount), 0)
                 FROM visitor_registration r WHERE r.visit_id = here.id
           )
       AND %(only)s
"""


class VisitorVisit(models.Model):
    """People who are announced by their number alone: a firm, a bus, a class.

    A visit is by as many people as were planned. Those of them whom nobody has named
    have no record of their own until they stand at the desk: there they come in under
    one pass, as one registration with their number.
    """

    _inherit = "visitor.visit"

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def check_in_unnamed(self, count, name=""):
        """Check in people of a visit whom nobody has named: one pass for all of them.

        Who is not let in is registered as well: the desk mends what is missing.

        :param int count: how many of them are here
        :param str name: who speaks for them, if somebody said
        :return: ``{"registration_id", **answer of visitor.registration.check_in}``
        :raise AccessError: not reception, or more come than others have approved
        :raise UserError: nobody of the visit is without a name, it is not approved, or
            its kind wants each person by name
        """
        self.ensure_one()
        check_reception(self.env)
        self.check_access("write")
        read_committed(self.env)
        self._lock_with_people()
        if self.type_id.each_by_name:
            raise UserError(
                self.env._(
                    "Visits of the kind “%s” want each person by name. Enter the names "
                    "of those who are here, then check them in.",
                    self.type_id.name,
                )
            )
        if self.state not in ("approved", "in_progress", "no_show"):
            raise self._step_not_allowed("in_progress")
        count, unnamed = int(count), self._unnamed()
        if count < 1:
            raise UserError(self.env._("Say how many are here."))
        if not unnamed:
            raise UserError(
                self.env._(
                    "Everybody who was announced is registered already. Add others to "
                    "the visit, or register a walk-in."
                )
            )
        if count > unnamed:
            self._check_may_change_plan()
        visit_sudo = self.sudo()  # their number was agreed to
        if visit_sudo.state == "no_show":
            visit_sudo._set_state("approved")
        person = self.env["visitor.registration"].browse(
            visit_sudo.registration_ids.create(
                {
                    "visit_id": self.id,
                    "name": (name or "").strip() or self._without_names(),
                    "headcount": count,
                }
            ).id
        )
        return {"registration_id": person.id, **person.check_in()}

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    def _check_says_who(self):
        """A visit says who comes: by name, by their number, or by the firm.

        :raise UserError: it is one person of whom nothing is known
        """
        for visit in self:
            if (
                visit.headcount < 2
                and not visit.registration_ids
                and not visit.partner_id
            ):
                raise UserError(
                    self.env._(
                        "Say who comes: add at least one visitor, or enter how many "
                        "people come or from which firm."
                    )
                )

    def _unnamed(self):
        """How many people of the visit may still come whom nobody has named."""
        if self.state not in MAY_COME:
            return 0
        return max(self.headcount - self._named(), 0)

    def _without_names(self):
        """What people without names are called: in the language of the site."""
        site = self.with_context(lang=self.site_id._lang())
        return site.env._("Without names")

    @api.model
    def _unnamed_of_day(self, site, begin, end, only=None):
        """The visits of a day that more people come to than are named.

        :param site: ``visitor.site``
        :param datetime begin: of the day at the site, naive UTC
        :param datetime end: the first moment after it
        :param list only: ids to choose from; default: all
        :return: ``visitor.visit``, those that the user may read
        """
        if only is not None and not only:
            return self.browse()
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                VISITS_OF_DAY,
                asks=ASKS,
                site=site.id,
                begin=begin,
                end=end,
                may_come=MAY_COME,
                only=SQL("TRUE")
                if only is None
                else SQL("here.id IN %s", tuple(map(int, only))),
            )
        )
        # searched, not browsed: the rules decide
        return self.search([("id", "in", [row[0] for row in rows])], order="id")

    # ------------------------------------------------------------
    # EFFECTS
    # ------------------------------------------------------------

    def _set_state(self, state, **vals):
        result = super()._set_state(state, **vals)
        for site, visits in self.grouped("site_id").items():
            site._bus_changed(self.env["visitor.registration"], visits)
        return result

    def _lock_with_people(self):
        """Keep others from registering people of this visit until we are done.

        First the people, as everybody who admits them does, then the visit.
        """
        self.sudo().registration_ids._lock()
        lock(self)
