from odoo import api, fields, models
from odoo.exceptions import LockError, UserError

from .client_talk_revision_mixin import TalkDraft

# In which its talk record is written.
TALK_STATES = ("appointed", "done")
PEOPLE_OFFERED = 500
# What a draft of an item may say, beside its uuid and revision. A page that a phone
# kept from before an update does not know all: what it leaves out stays.
ITEM_FIELDS = (
    "kind",
    "facilities",
    "content",
    "answered",
    "answer",
    "escalated_to_id",
    "deadline",
)


class ClientVisit(models.Model):
    """The talk record as the page on the phone reads and saves it.

    The phone sends what it has: all of it, with the revisions that it began from. What
    somebody else changed meanwhile is not overwritten but sent back, to be decided.
    """

    _inherit = "client.visit"

    @api.model
    def _talk_next(self):
        """The visit whose record is to be written next, of those the user goes to.

        :return: the appointment of now or the next one, else the last one that is
            over and not written down; empty without any
        """
        mine = [
            ("state", "=", "appointed"),
            ("line_ids.employee_id.user_id", "=", self.env.uid),
        ]
        ahead = [*mine, ("appointment_stop", ">=", fields.Datetime.now())]
        return self.search(ahead, order="appointment_at, id", limit=1) or self.search(
            mine, order="appointment_at desc, id desc", limit=1
        )

    def _talk_read(self):
        """What the page shows: the visit, what is open from last time, who may solve.

        :return: dict of plain JSON values
        """
        self.ensure_one()
        earlier = self.env["client.visit.item"]._open_from_last_time(self)
        # sudo: names on a visit that the user reads
        client, contact = self.sudo().partner_id, self.sudo().contact_id
        return {
            "id": self.id,
            "name": self.name,
            "state": self.state,
            "open": self.state in TALK_STATES,
            "client": client.name or "",
            "contact": contact.name or self.confirmed_by or "",
            "phone": self.contact_phone or "",
            "place": self.place or "",
            "time": self.client_time or "",
            "people": self.people or "",
            "purpose": self.purpose or "",
            "earlier": [
                {
                    "name": item.display_name,
                    "state": self._talk_label(item),
                    "solution": item.solution or "",
                }
                for item in earlier
            ],
            "persons": self._talk_persons(),
            "kinds": self.item_ids._fields["kind"]._description_selection(self.env),
            **self._talk_stored(),
        }

    def _talk_stored(self):
        """What the phone and the office both write, with its revisions."""
        return {
            "revision": self.talk_revision,
            "talk": self.talk or "",
            "told_client": self.told_client or "",
            "signed": bool(self.with_context(bin_size=True).signature),
            "signed_by": self.signed_by or "",
            "start": fields.Datetime.to_string(self.start) or "",
            "items": [self._talk_item(item) for item in self.item_ids],
        }

    def _talk_item(self, item):
        return {
            # an item of the office has none: its id is as good
            "uuid": item.uuid or f"id-{item.id}",
            "revision": item.talk_revision,
            "kind": item.kind,
            "facilities": item.facilities,
            "content": item.content or "",
            "answered": item.answered,
            "answer": item.answer or "",
            "escalated_to_id": item.escalated_to_id.id or False,
            "deadline": fields.Date.to_string(item.deadline) or "",
        }

    def _talk_label(self, item):
        return dict(item._fields["state"]._description_selection(self.env))[item.state]

    def _talk_persons(self):
        """Ids, names and departments of those to whom an item can be given."""
        people = self.env["hr.employee"]
        # sudo: names and departments of colleagues, as the form offers them
        found = people.sudo().search_fetch(
            self.item_ids._solvers(self.company_id),
            ["name", "department_id"],
            limit=PEOPLE_OFFERED,
        )
        found = self.env["visitor.stand.in"]._at_work(found)
        return [
            {
                "id": person.id,
                "name": person.name,
                "department": person.department_id.name or "",
            }
            for person in found
        ]

    # ------------------------------------------------------------
    # SAVE
    # ------------------------------------------------------------

    def _talk_save(self, draft):
        """Store a draft of the phone.

        The same draft again changes nothing; an older one than what the phone has sent
        already, neither.

        :param dict draft: as the controller has checked it
        :return: dict: ``status`` (``saved``, ``old``, ``conflict``, ``refused``,
            ``closed``), ``conflicts``, ``errors`` and what is stored now
        :raise UserError: the clock of the phone is wrong by decades
        """
        self.ensure_one()
        self.check_access("read")
        if self.state not in TALK_STATES:
            return {"status": "closed", "state": self.state}
        self.check_access("write")
        self._check_times(
            {
                "start": not self.start and draft["start"],
                "stop": draft["done"] and draft["stop"],
            }
        )
        try:
            self.lock_for_update()  # two drafts of the phone at the same moment
        except LockError:
            return {"status": "busy"}
        device, number = draft["device"], draft["draft"]
        own = self.with_context(client_talk_draft=TalkDraft(device, number))
        conflicts, errors = [], []
        old = False
        if text := draft["text"]:
            verdict = own._talk_verdict(device, number, text["revision"])
            old = verdict == "old"
            if verdict == "new":
                own._talk_save_text(text)
            elif verdict == "conflict" and own._talk_differs(text):
                conflicts.append({"uuid": "", "theirs": own._talk_stored()})
        now = fields.Datetime.now()
        if draft["start"] and not self.start:
            # the phone's clock, which may be fast
            own.start = min(fields.Datetime.to_datetime(draft["start"]), now)
        for one in draft["items"]:
            own._talk_save_item(one, device, number, conflicts, errors)
        if draft["done"] and self.state == "appointed" and not (conflicts or errors):
            stop = min(fields.Datetime.to_datetime(draft["stop"]), now)
            self.stop = max(stop, self.start) if self.start else stop
            self.action_done()
        status = "old" if old else "saved"
        status = "refused" if errors else status
        status = "conflict" if conflicts else status
        self.env.flush_all()
        return {
            "status": status,
            "state": self.state,
            "conflicts": conflicts,
            "errors": errors,
            **self._talk_stored(),
        }

    def _talk_differs(self, text):
        """Whether the office has stored something else than the phone says."""
        return (
            text["talk"] != (self.talk or "")
            or text.get("told_client") not in (None, self.told_client or "")
            or text["signed_by"] != (self.signed_by or "")
            or text["signature"] is not None
        )

    def _talk_save_text(self, text):
        if not self._talk_differs(text):
            return
        values = {"talk": text["talk"], "signed_by": text["signed_by"]}
        for name in ("told_client", "signature"):
            if text.get(name) is not None:
                values[name] = text[name]
        self.write(values)

    def _talk_save_item(self, one, device, number, conflicts, errors):
        """Store one item, apart from the others: what is wrong with it is told."""
        item = self._talk_find(one["uuid"])
        values = {name: one[name] for name in ITEM_FIELDS if one.get(name) is not None}
        values["escalated_to_id"] = values["escalated_to_id"] or False
        values["deadline"] = values["deadline"] or False
        if not item:
            if one["revision"]:  # it was stored, and somebody deleted it
                if not one["deleted"]:
                    conflicts.append({"uuid": one["uuid"], "theirs": False})
                return
            if one["deleted"]:
                return
        elif not one["deleted"] and self._talk_same(item, values):
            return
        else:
            verdict = item._talk_verdict(device, number, one["revision"])
            if verdict == "old":
                return
            if verdict == "conflict":
                theirs = self._talk_item(item)
                conflicts.append({"uuid": one["uuid"], "theirs": theirs})
                return
        try:
            with self.env.cr.savepoint():
                self._talk_write_item(item, one, values)
        except UserError as error:
            self.env.invalidate_all()
            errors.append({"uuid": one["uuid"], "message": str(error)})

    def _talk_write_item(self, item, one, values):
        if one["deleted"]:
            item.unlink()
        elif item:
            item.write(values)
        else:
            item._check_times(values)
            item._check_entered(values, company=self.company_id)
            # sudo: the uuid is the program's; the right to write the visit was checked
            items_sudo = item.sudo()
            items_sudo.create({"visit_id": self.id, "uuid": one["uuid"], **values})

    def _talk_same(self, item, values):
        stored = self._talk_item(item)
        return all(
            (stored[name] or False) == (values[name] or False) for name in values
        )

    def _talk_find(self, uuid):
        items = self.item_ids
        if uuid.startswith("id-") and uuid[3:].isdigit():
            return items.filtered(lambda item: item.id == int(uuid[3:]))
        return items.filtered(lambda item: item.uuid == uuid)
