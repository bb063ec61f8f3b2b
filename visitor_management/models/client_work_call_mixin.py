from odoo import api, fields, models
from odoo.exceptions import UserError

# What is written down while one talks to the client; nothing else is.
ANSWERS = (
    *("result", "handling_result", "client_words", "dissatisfied_reason"),
    *("solved_on_spot", "explained_reason", "next_date"),
)


class ClientWorkCallMixin(models.AbstractModel):
    """What is done from the work list: written down as one talks, taken, finished."""

    _name = "client.work.call.mixin"
    _description = "Calls from the work list"

    @api.model
    def save(self, callback_id, answers, order=None):
        """Keep what was typed so far, and say what is still missing.

        :param int callback_id: one the user may write
        :param dict answers: what changed, see ``ANSWERS``; other names are left out
        :param dict order: ``{"department_id", "deadline", "requirement"}`` as it is
            typed: looked at, not given yet
        :return: ``{"answers", "missing": [sentences], "early_promise"}``
        :raise UserError: the callback is finished
        """
        callback = self._callback(callback_id)
        self._keep(callback, answers)
        return {
            "answers": self._answers(callback),
            "missing": self._missing_with(callback, order),
            "early_promise": callback.early_promise,
        }

    @api.model
    def give_order(self, callback_id, answers, order):
        """Give an order to a department while one talks.

        :return: as :meth:`save`, with the ``order_id``
        :raise UserError: the order is not complete; says what is missing
        """
        callback = self._callback(callback_id)
        self._keep(callback, answers)
        given = self._give(callback, order)
        if not given:
            raise UserError(self.env._("Write down what is to be put right."))
        return {**self.save(callback_id, {}), "order_id": given.id}

    @api.model
    def finish(self, callback_id, answers, order=None):
        """Keep what was typed, give the order that goes along, finish: all or nothing.

        :return: ``{"next_due": when the next round is due, or False}``
        :raise UserError: something is missing; says what
        """
        callback = self._callback(callback_id)
        self._keep(callback, answers)
        self._give(callback, order)
        callback.action_finish()
        following_sudo = callback.sudo().next_ids  # made by the user just now
        return {"next_due": fields.Datetime.to_string(following_sudo.due_at)}

    @api.model
    def take(self, callback_id, over=False):
        """Call this client oneself, unless somebody else does.

        :param bool over: take it from whoever has it
        :return: ``{"taken": bool, "by": who has it now}``
        """
        callback = self._callback(callback_id)
        caller_sudo = callback.caller_id.sudo()  # the name of a colleague
        if caller_sudo and caller_sudo != self.env.user and not over:
            return {"taken": False, "by": caller_sudo.name}
        callback.action_take()
        return {"taken": True, "by": self.env.user.name}

    @api.model
    def give_back(self, callback_id, caller_id=False):
        """Undo :meth:`take`: it is whose it was before.

        :param int caller_id: the user who had it, or False
        :return: True
        """
        self._callback(callback_id).caller_id = caller_id and int(caller_id)
        return True

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _callback(self, callback_id):
        callback = self._readable("client.callback", callback_id)
        callback.check_access("write")
        return callback

    def _keep(self, callback, answers):
        values = {name: answers[name] for name in ANSWERS if name in (answers or {})}
        if values:
            callback.write({name: value or False for name, value in values.items()})

    def _missing_with(self, callback, order):
        """What is missing when the order that is typed is given along."""
        gaps = self._order_gaps(order)
        begun = self._is_begun(order)
        return [*callback._missing(ordering=begun and not gaps), *gaps]

    def _is_begun(self, order):
        return bool(str((order or {}).get("requirement") or "").strip())

    def _order_gaps(self, order):
        """What an order lacks that somebody began to write."""
        if not self._is_begun(order):
            return []
        gaps = []
        if not order.get("department_id"):
            gaps.append(self.env._("Say which department the order is for."))
        if not order.get("deadline"):
            gaps.append(self.env._("Say by when the department has to be done."))
        return gaps

    def _give(self, callback, order):
        """The order that was typed, given; an empty recordset if there is none."""
        orders = self.env["client.rectification"]
        if not self._is_begun(order):
            return orders
        gaps = self._order_gaps(order)
        if gaps:
            raise UserError(self.env._("Still missing:\n%s", "\n".join(gaps)))
        return orders.create(
            {
                "callback_id": callback.id,
                "department_id": int(order["department_id"]),
                "deadline": order["deadline"],
                "requirement": str(order["requirement"]).strip(),
            }
        )
