from odoo import api, fields, models

from ...tools import entered_times
from ..callback import client_callback
from ..complaint.client_rectification import CARRIED_OUT, OPEN_STATES


class ClientWorkList(models.AbstractModel):
    """One line of the work list, opened: the complaint and all that was done about it.

    Whoever may read a callback sees its whole case, the rounds of others too: nobody
    calls a client without knowing what was said before.
    """

    _inherit = "client.work.list"

    @api.model
    @api.readonly
    def open_callback(self, callback_id):
        """A callback with its case, what was answered, and what the user may do.

        :param int callback_id: one the user may read
        :return: the line of the list, and what the panel shows
        :raise AccessError: the callback is not the user's to see
        """
        callback = self._readable("client.callback", callback_id)
        tries_sudo = callback.sudo().attempt_ids  # of a callback the user may read
        today = callback.company_id._client_today()
        tomorrow = callback.company_id._client_tomorrow()
        # sudo: the case of a callback the user may read, and who reviewed it
        return {
            **self._callback_line(callback, len(tries_sudo), tries_sudo[:1].at),
            **self._case(callback.complaint_id.sudo(), callback.sudo(), callback),
            "phone": callback.phone or "",
            "email": callback.email or "",
            "channel": callback.channel,
            "category": callback.category_id.complete_name or "",
            "origin": callback.origin or "",
            "department_id": callback.department_id.id,
            "department": callback.department_id.name or "",
            "done_on": fields.Datetime.to_string(callback.anchor_at),
            "tries_allowed": callback.attempts,
            "tries": [
                {
                    "id": each.id,
                    "at": fields.Datetime.to_string(each.at),
                    "outcome": each.outcome,
                    "note": each.note or "",
                    "by": each.user_id.name,
                }
                for each in tries_sudo
            ],
            "answers": callback._answers(),
            "missing": callback._missing(),
            "early_promise": callback.early_promise,
            "closed_days": self._closed_days(callback),
            "today": fields.Date.to_string(today),
            "tomorrow": fields.Date.to_string(tomorrow),
            "in_a_year": fields.Date.to_string(today + entered_times.YEAR),
            "waive_reason": callback.waive_reason or "",
            "concluded": callback.concluded_note or "",
            "reviewer": callback.reviewer_id.sudo().name or "",
            "opinion": callback.opinion or "",
            "may": self._may(callback),
            "stuck": self._stuck(callback),
        }

    @api.model
    @api.readonly
    def open_order(self, order_id):
        """An order with its case.

        :param int order_id: one the user may read
        :return: the line of the list, and what the panel shows
        :raise AccessError: the order is not the user's to see
        """
        order = self._readable("client.rectification", order_id)
        seen = self._seen(order)
        # sudo: of what was found to be the user's to see
        case = self._case(seen["complaints"].sudo(), seen["callbacks"].sudo())
        if not any(each["id"] == order.id for each in case["orders"]):
            case["orders"].append(self._order_facts(order.sudo()))
            case["watch"]["order_ids"].append(order.id)
        rounds = self.env["client.callback"].browse(case["watch"]["callback_ids"])
        upcoming = rounds._filtered_access("read").filtered(
            lambda each: each.state in client_callback.UNFINISHED
        )
        return {
            **self._order_line(order, seen),
            **case,
            "next_callback_id": upcoming[:1].id,
            "stuck": self._stuck(order),
        }

    # ------------------------------------------------------------
    # PARTS
    # ------------------------------------------------------------

    def _case(self, complaint_sudo, callback_sudo, shown=()):
        """What a callback or an order is about; both may be empty.

        :param shown: the callback that the panel shows besides its rounds
        """
        rounds_sudo = complaint_sudo.callback_ids
        if callback_sudo and not rounds_sudo:
            rounds_sudo = callback_sudo.search(
                [("first_id", "=", callback_sudo.first_id.id)]
            )
        orders_sudo = complaint_sudo.rectification_ids | rounds_sudo.rectification_ids
        return {
            "complaint": self._complaint(complaint_sudo) if complaint_sudo else False,
            "rounds": [
                self._round(each)
                for each in rounds_sudo.sorted(lambda each: (each.round, each.id))
                if each not in shown
            ],
            "orders": [
                self._order_facts(each)
                for each in orders_sudo.sorted(lambda each: each.id)
            ],
            # whose changes on the bus concern the panel
            "watch": {
                "callback_ids": (rounds_sudo | callback_sudo).ids,
                "complaint_ids": complaint_sudo.ids,
                "order_ids": orders_sudo.ids,
            },
        }

    def _complaint(self, complaint_sudo):
        to_string = fields.Datetime.to_string
        return {
            "id": complaint_sudo.id,
            "number": complaint_sudo.name or "",
            "content": complaint_sudo.content or "",
            "remedy": complaint_sudo.remedy or "",
            "severity": complaint_sudo.severity,
            "state": complaint_sudo.state,
            "state_label": self._labels("client.complaint", "state")[
                complaint_sudo.state
            ],
            "category": complaint_sudo.category_id.complete_name or "",
            "received_at": to_string(complaint_sudo.received_at),
            "received_by": complaint_sudo.received_by_id.name or "",
            "handled_at": to_string(complaint_sudo.handled_at),
            "department": complaint_sudo.department_id.name or "",
            "done": [
                text
                for text in (
                    complaint_sudo.action,
                    complaint_sudo.corrective_action,
                    complaint_sudo.result,
                )
                if text
            ],
            "times": complaint_sudo.matter_count,
        }

    def _round(self, callback_sudo):
        to_string = fields.Datetime.to_string
        return {
            "id": callback_sudo.id,
            "round": callback_sudo.round,
            "state": callback_sudo.state,
            "result": callback_sudo.result or "",
            "due_at": to_string(callback_sudo.due_at),
            "at": to_string(callback_sudo.finished_at or callback_sudo.reached_at),
            "caller": callback_sudo.caller_id.name or "",
            "words": callback_sudo.client_words or "",
            "reason": callback_sudo.dissatisfied_reason or "",
            "explained": callback_sudo.explained_reason or "",
            "solved": callback_sudo.solved_on_spot,
            "waive_reason": callback_sudo.waive_reason or "",
            "concluded": callback_sudo.concluded_note or "",
        }

    def _order_facts(self, order_sudo):
        order = order_sudo.sudo(False)
        doer, service = order._is_doer(), order._is_service()
        return {
            "id": order.id,
            "number": order_sudo.name or "",
            "department": order_sudo.department_id.name,
            "employee": order_sudo.employee_id.name or "",
            "requirement": order_sudo.requirement or "",
            "deadline": fields.Date.to_string(order_sudo.deadline),
            "state": order_sudo.state,
            "late": order_sudo.is_overdue,
            "done_at": fields.Datetime.to_string(order_sudo.done_at),
            "result": order_sudo.result or "",
            "callback_id": order_sudo.callback_id.id,
            "may_accept": doer and order_sudo.state in ("sent", "reopened"),
            "may_do": doer and order_sudo.state in OPEN_STATES,
            "may_verify": service and order_sudo.state == "done",
            "may_reopen": service and order_sudo.state in CARRIED_OUT,
            # given by mistake while one talks: nobody has begun, nothing rests on it
            "may_withdraw": service
            and order_sudo.state == "sent"
            and order_sudo.callback_id.state in client_callback.UNFINISHED
            and not order_sudo._missed_first_date(),
        }

    def _may(self, callback):
        """What the user may do with a callback: the panel offers nothing else."""
        own = self.env.user in (callback.caller_id, callback.concluded_by_id)
        manager = callback._is_manager()
        to_review = callback.state == "finished" or callback.concluded_at
        return {
            "take": not own and callback.state in client_callback.OPEN_STATES,
            "try": callback._may_try(),
            "answer": callback.state == "reached",
            "rate": not callback._rated_by_client(),
            "take_back": callback._may_take_back(),
            "waive": callback.state in client_callback.TO_ASK and callback.may_waive,
            "conclude": callback.state == "unreachable" and not callback.concluded_at,
            "review": bool(manager and not own and to_review),
            # why the button is not there
            "own_review": bool(manager and own and to_review),
        }
