from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ...tools.groups import (
    ADMIN,
    ESCORT,
    LEADERSHIP,
    MANAGER,
    RECEPTION,
    SECURITY,
    SERVICE,
    SYSTEM,
    USER,
)

# Who hands out rights in Odoo, and whose own rights are nobody's here.
ABOVE = (SYSTEM, "base.group_erp_manager")
# The roles that are given from inside the app, each with its group. The administrator
# is not among them: that one is made in the settings of Odoo.
ROLES = {
    "reception": RECEPTION,
    "security": SECURITY,
    "escort": ESCORT,
    "service": SERVICE,
    "manager": MANAGER,
    "leadership": LEADERSHIP,
}


class VisitorRoles(models.AbstractModel):
    """Roles of this addon, given and taken by its administrator.

    In Odoo only those give roles who may give all of them. Here the administrator of
    visitors gives these few, to colleagues of own companies. What is written is
    written with superuser rights: so each of :meth:`_check_giver`,
    :meth:`_check_receiver` and :meth:`_group` is a wall, and nothing of the caller's
    context comes along.
    """

    _name = "visitor.roles"
    _description = "Roles given from inside the app"

    @api.model
    def _held(self, user):
        """Which of the roles somebody has, by themselves or by a higher one.

        :param user: one ``res.users``
        :return: set of names of roles
        :raise AccessError: as :meth:`_set`
        """
        self._check_giver()
        user_sudo = self._check_receiver(user).sudo()  # told to who gives them
        return {
            role
            for role in ROLES
            if self._group(role, check=False) in user_sudo.all_group_ids
        }

    @api.model
    def _set(self, user, wanted):
        """Give somebody exactly these roles, take the others, write down both.

        :param user: one ``res.users``
        :param wanted: names of roles; of a ladder the highest is enough
        :raise AccessError: not the administrator of visitors, or it is about
            themselves, or about somebody whose roles are not theirs to give
        :raise UserError: no such role, or one comes with another group
        """
        # nothing of what the caller sent along
        # pylint: disable-next=context-overridden
        self = self.with_context({"lang": self.env.lang})  # noqa: PLW0642
        self._check_giver()
        user = self._check_receiver(user)
        unknown = set(wanted) - ROLES.keys()
        if unknown:
            raise UserError(self.env._("Nobody can be given this role here."))
        before = self._held(user)
        groups = {role: self._group(role) for role in ROLES}
        implied = {
            role: {other for other in ROLES if groups[other] in group.all_implied_ids}
            for role, group in groups.items()
        }
        after = set().union(*(implied[role] for role in wanted))
        highest = {
            role
            for role in after
            if not any(role in implied[other] for other in after - {role})
        }
        user_sudo = user.sudo()  # giver, receiver and groups were checked above
        own = user_sudo.group_ids
        ours = own.browse().union(*groups.values())
        anyway = (own - ours).all_implied_ids  # of an administrator
        commands = [
            Command.link(groups[role].id)
            for role in sorted(highest)
            if groups[role] not in own | anyway
        ]
        commands += [
            Command.unlink(groups[role].id)
            for role in sorted(ROLES.keys() - highest)
            if groups[role] in own
        ]
        if commands:
            user_sudo.write({"group_ids": commands})
        held = self._held(user)
        if held != after:
            raise UserError(
                self.env._(
                    "Some of these roles come with other rights of %s. An "
                    "administrator of Odoo changes them in the settings.",
                    user.name,
                )
            )
        self._write_down(user, before, held)

    # ------------------------------------------------------------
    # WALLS
    # ------------------------------------------------------------

    @api.model
    def _check_giver(self):
        # has_group: of the user, whatever rights the program has at the moment
        if not self.env.user.has_group(ADMIN):
            raise AccessError(
                self.env._("Roles are given by the administrator of visitors.")
            )

    @api.model
    def _check_receiver(self, user):
        """:return: the user, to be written to"""
        me = self.env.user
        user_sudo = user.sudo().exists()  # looked at, nothing of it is told
        system = me.has_group(ABOVE[0])
        if len(user_sudo) != 1:
            raise UserError(self.env._("Choose one colleague."))
        if not user_sudo.active or not user_sudo._is_internal() or user_sudo.share:
            raise AccessError(
                self.env._(
                    "Roles are for colleagues who log in: no portal users, nobody who "
                    "has left."
                )
            )
        if user_sudo.company_ids - me.company_ids:
            raise AccessError(
                self.env._(
                    "%s works for companies that are not yours, too. An administrator "
                    "of Odoo gives the role.",
                    user_sudo.name,
                )
            )
        if user_sudo == me and not system:
            # who gives roles would else read what clients said by their own word alone
            raise AccessError(
                self.env._(
                    "Somebody else has to give you a role: ask an administrator."
                )
            )
        above = any(user_sudo.has_group(group) for group in ABOVE)
        if user_sudo._is_superuser() or (above and not system):
            raise AccessError(
                self.env._(
                    "%s is an administrator of Odoo, who changes own roles in the "
                    "settings.",
                    user_sudo.name,
                )
            )
        return user_sudo.with_env(self.env)

    @api.model
    def _group(self, role, check=True):
        """The group of a role, as long as it is no more than that.

        :raise UserError: somebody let it imply rights that are not of this addon
        """
        group_sudo = self.env.ref(ROLES[role]).sudo()  # a group by its name
        if check:
            everybody_sudo = self.env.ref(USER).sudo()
            ours_sudo = group_sudo.union(
                *(self.env.ref(name).sudo() for name in ROLES.values())
            )
            if group_sudo.all_implied_ids - ours_sudo - everybody_sudo.all_implied_ids:
                raise UserError(
                    self.env._(
                        "“%s” gives more rights than those of this app. An "
                        "administrator of Odoo gives it in the settings.",
                        group_sudo.name,
                    )
                )
        return group_sudo

    # ------------------------------------------------------------
    # LOG
    # ------------------------------------------------------------

    @api.model
    def _write_down(self, user, before, after):
        lines = [(role, True) for role in sorted(after - before)]
        lines += [(role, False) for role in sorted(before - after)]
        self.env["visitor.role.log"].sudo().create(  # what happened, by whom
            [
                {
                    "user_id": user.id,
                    "role": role,
                    "given": given,
                    "by_id": self.env.uid,
                    "company_id": self.env.user.company_id.id,
                }
                for role, given in lines
            ]
        )
