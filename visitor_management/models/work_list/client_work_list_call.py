from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.names import readable
from ..callback.client_callback_answers import ANSWERS


class ClientWorkList(models.AbstractModel):
    """What is done from the work list: written down as one talks, taken, finished."""

    _inherit = "client.work.list"

    @api.model
    def save(self, callback_id, answers, order=None, base=None):
        """Keep what was typed so far, and say what is still missing.

        :param int callback_id: one the user may write
        :param dict answers: what changed, see ``ANSWERS``; other names are left out
        :param dict order: ``{"department_id", "deadline", "requirement"}`` as it is
            typed: looked at, not given yet
        :param dict base: what stood there when it was typed. What somebody else has
            written since is not overwritten
        :return: ``{"answers", "missing": [sentences], "early_promise", "closed_days",
            "meanwhile"}``;
            meanwhile: what was not kept, see ``read_answers_since`` of callbacks
        :raise UserError: the callback is finished
        """
        callback = self._callback(callback_id)
        meanwhile = self._keep(callback, answers, base)
        return {
            "meanwhile": meanwhile,
            "answers": callback._answers(),
            "missing": self._missing_with(callback, order),
            "early_promise": callback.early_promise,
            "closed_days": self._closed_days(callback, order),
        }

    @api.model
    def give_order(self, callback_id, order):
        """Give an order to a department while one talks; answers are saved before.

        :param dict order: as of :meth:`save`
        :return: as :meth:`save`, with the ``order_id``
        :raise UserError: the order is not complete; says what is missing
        """
        callback = self._callback(callback_id)
        given = self._give(callback, order)
        if not given:
            raise UserError(self.env._("Write down what is to be put right."))
        return {**self.save(callback_id, {}), "order_id": given.id}

    @api.model
    def finish(self, callback_id, answers, order=None, base=None):
        """Keep what was typed, give the order that goes along, finish: all or nothing.

        :param dict base: what stood there when it was typed, see :meth:`save`
        :return: ``{"next_due": when the next round is due, or False}``; or, nothing
            being done, ``{"meanwhile"}`` as of :meth:`save`
        :raise UserError: something is missing; says what
        """
        callback = self._callback(callback_id)
        if meanwhile := self._meanwhile(callback, answers, base):
            return {"meanwhile": meanwhile}
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
    def log(self, callback_id, outcome, note, known):
        """Note how a call ended, unless a colleague has noted another one meanwhile.

        :param str outcome: as of ``log_attempt``
        :param str note: what was heard
        :param int known: how many tries the user saw
        :return: ``{"noted": bool, "meanwhile": sentence about the other try}``
        :raise UserError: the client was reached before; says by whom
        """
        callback = self._callback(callback_id)
        meanwhile = callback._may_try() and callback._tried_meanwhile(int(known))
        if meanwhile:
            return {"noted": False, "meanwhile": meanwhile}
        callback.log_attempt(outcome, str(note or ""))
        return {"noted": True, "meanwhile": ""}

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

    def _keep(self, callback, answers, base=None):
        """
        :return: what was not kept: somebody else has written something else
        """
        meanwhile = self._meanwhile(callback, answers, base)
        left_out = {each["name"] for each in meanwhile}
        values = {
            name: answers[name] or False
            for name in ANSWERS
            if name in (answers or {}) and name not in left_out
        }
        if values:
            callback.write(values)
        return meanwhile

    def _meanwhile(self, callback, answers, base):
        return callback._answers_since(answers or {}, base or {})

    def _missing_with(self, callback, order):
        """What is missing when the order that is typed is given along."""
        gaps = self._order_gaps(order)
        begun = self._is_begun(order)
        return [*callback._missing(ordering=begun and not gaps), *gaps]

    def _closed_days(self, callback, order=None):
        """What is to be said of the days that are promised while one talks.

        :return: ``{"next_date", "deadline"}``: sentences, empty where there is work
        """
        orders = self.env["client.rectification"]
        day = fields.Date.to_date((order or {}).get("deadline"))
        department = (order or {}).get("department_id")
        departments_sudo = self.env["hr.department"].sudo()  # its hours only
        return {
            "next_date": callback.closed_day or "",
            "deadline": orders.with_company(callback.company_id)._closed_words(
                day, departments_sudo.browse(department and int(department)).exists()
            ),
        }

    def _is_begun(self, order):
        return bool(readable((order or {}).get("requirement")))

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
