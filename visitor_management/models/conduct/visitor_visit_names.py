from odoo import models
from odoo.exceptions import UserError

from ...tools import names as spelled
from ...tools.groups import check_reception
from ...tools.transaction import read_committed


class VisitorVisit(models.Model):
    """The people of a group get their names, and each a pass."""

    _inherit = "visitor.visit"

    def name_people(self, names, leader_id=False):
        """Name people who were announced by their number alone.

        :param list names: one of each person
        :param int leader_id: the registration of a group under one pass whose other
            people they are; it is for one person afterwards. Default: people of the
            visit whom nobody has named
        :return: ids of the new registrations
        :raise AccessError: not reception
        :raise UserError: no names, more than were announced, or the group is inside
        """
        self.ensure_one()
        check_reception(self.env)
        self.check_access("write")
        self._check_no_sample()
        read_committed(self.env)
        self._lock_with_people()
        if not isinstance(names, list | tuple) or any(
            not isinstance(name, str) for name in names
        ):
            raise UserError(self.env._("Write one name on each line."))
        names = [spelled.clean(name) for name in names]
        names = [name for name in names if name]
        if not names:
            raise UserError(self.env._("Write one name on each line."))
        leader = self.registration_ids.filtered(lambda each: each.id == leader_id)
        if leader_id and leader.state not in ("expected", "no_show"):
            raise UserError(self.env._("A group is named before it comes in."))
        without = leader.headcount - 1 if leader else self._unnamed()
        if len(names) > without:
            raise UserError(
                self.env._(
                    "You wrote %(written)s names, and %(count)s people have none. Add "
                    "others to the visit, or register a walk-in.",
                    written=len(names),
                    count=without,
                )
            )
        if leader:
            leader.headcount = 1
        people = self.registration_ids.create(
            [
                {
                    "visit_id": self.id,
                    "name": name,
                    "organization": leader.organization,
                    "lang": leader.lang,
                }
                for name in names
            ]
        )
        return people.ids
