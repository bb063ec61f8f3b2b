from odoo import api, models
from odoo.exceptions import AccessError

from ...tools.groups import ADMIN, MANAGER

# The two halves: who sets them up, and where it is remembered that the card was put
# away.
HALVES = {
    "reception": ((ADMIN,), "visitor_setup_hidden"),
    "clients": ((ADMIN, MANAGER), "client_setup_hidden"),
}


class VisitorSetup(models.AbstractModel):
    """The first day on an empty database: what is there, what is missing.

    A line is read from the records each time; nothing ticks one off but the records
    themselves. The number of queries is the same however many records there are.
    """

    _name = "visitor.setup"
    _description = "Setup"

    @api.model
    @api.readonly
    def read_card(self, half):
        """The lines of one half, of the company that is switched to.

        :param str half: ``reception`` or ``clients``
        :return: ``{"shown", "done", "count", "company", "lines": [{"code", "done",
            "optional", "label", "detail", "action"}]}``; shown: whether the card still
            belongs on the main screen; an action is empty if the user can't mend it
            here
        :raise AccessError: not who sets this half up
        """
        self._check_half(half)
        lines = [
            line for line in getattr(self, f"_{half}_lines")(self.env.company) if line
        ]
        asked = [line for line in lines if not line["optional"]]
        done = sum(line["done"] for line in asked)
        hidden = self.env.company[HALVES[half][1]]
        return {
            "shown": not hidden and done < len(asked),
            "done": done,
            "count": len(asked),
            "company": self.env.company.name,
            "lines": lines,
        }

    @api.model
    def hide(self, half):
        """Put a card away: it is opened from the configuration from then on.

        :param str half: ``reception`` or ``clients``
        :return: True
        :raise AccessError: not who sets this half up
        """
        self._check_half(half)
        # sudo: a note of ours with the company
        self.env.company.sudo()[HALVES[half][1]] = True
        return True

    # ------------------------------------------------------------
    # LINES
    # ------------------------------------------------------------

    @api.model
    def _line(self, code, done, label, detail="", action=None, optional=False):
        """One line of a card.

        :param str code: what it is about
        :param bool done: whether it is green
        :param str label: said in a few words, for this state
        :param str detail: what to know, or who can mend it
        :param dict action: the button: ``label`` and ``method`` of this model or ``id``
            of an action, with ``context``; ``ask``: shown before the method is called
        :param bool optional: no mark is missed without it
        """
        return {
            "code": code,
            "done": bool(done),
            "optional": optional,
            "label": label,
            "detail": detail or "",
            "action": action or {},
        }

    # ------------------------------------------------------------
    # RIGHTS
    # ------------------------------------------------------------

    @api.model
    def _may_set_up(self, half):
        groups, _hidden = HALVES.get(half) or ((), "")
        return any(self.env.user.has_group(group) for group in groups)

    @api.model
    def _check_half(self, half):
        if not self._may_set_up(half):
            raise AccessError(
                self.env._(
                    "This is set up by the administrator of visitors, client relations "
                    "also by the manager of customer service."
                )
            )
