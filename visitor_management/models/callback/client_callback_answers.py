from odoo import api, fields, models
from odoo.exceptions import UserError

# What is written down while one talks to the client; nothing else is.
ANSWERS = (
    *("result", "handling_result", "client_words", "dissatisfied_reason"),
    *("solved_on_spot", "explained_reason", "next_date", "next_hour"),
)


class ClientCallback(models.Model):
    """Two people type in one callback: the second is told, and nothing typed is lost.

    Whoever saves says what stood there when they began. What somebody else has written
    since is not overwritten but sent back, to be decided: each answer by itself, so
    that two who write different ones don't hinder each other.
    """

    _inherit = "client.callback"

    # No @api.depends: with it, what is typed would become what one began from, and
    # every second answer a quarrel with what stands in the database.
    def _compute_answers_base(self):
        for callback in self:
            callback.answers_base = callback._answers()

    def write(self, vals):
        """
        :param dict vals: ``answers_base`` in it is what the user began from
        :raise UserError: somebody else has written something else since
        """
        if "answers_base" in vals:
            vals = dict(vals)
            self._check_answers(vals, vals.pop("answers_base") or {})
        before = {each: each._answers() for each in self if vals.keys() & set(ANSWERS)}
        result = super().write(vals)
        for callback, answers in before.items():
            callback._note_who_wrote(answers)
        self.invalidate_recordset(["answers_base"])
        return result

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.readonly
    def read_answers_since(self, answers, base):
        """What somebody else has written since the user began, of what the user types.

        :param dict answers: what is typed, by field
        :param dict base: what stood there at the beginning, by field
        :return: list of ``{"name", "label", "theirs", "by", "at", "when"}``; ``at`` in
            UTC, ``when`` as people read it, on the clock of the company
        """
        self.ensure_one()
        self.check_access("read")
        return self._answers_since(answers, base)

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    def _answers(self):
        """The answers as plain JSON values; what is empty is an empty text."""
        self.ensure_one()
        values = {name: self[name] or "" for name in ANSWERS}
        values["solved_on_spot"] = bool(self.solved_on_spot)
        values["next_date"] = fields.Date.to_string(self.next_date) or ""
        return values

    def _answers_since(self, answers, base):
        """As :meth:`read_answers_since`, of a callback that the user may read."""
        if not isinstance(answers, dict) or not isinstance(base, dict):
            return []  # nobody said what they began from
        stored, found = self._answers(), []
        for name in ANSWERS:
            if name not in answers or name not in base:
                continue
            theirs, empty = stored[name], (False, None, "")
            same = [
                theirs == each or (theirs in empty and each in empty)
                for each in (base[name], answers[name])
            ]
            if any(same):
                continue
            written = (self.answers_written or {}).get(name, {})
            if name == "next_hour" and written.get("by") == self.env.uid:
                continue  # it followed from the date that the user just typed
            moment = fields.Datetime.to_datetime(written.get("at"))
            # sudo: the name of a colleague
            by_sudo = self.env["res.users"].sudo().browse(written.get("by")).exists()
            found.append(
                {
                    "name": name,
                    "label": self._fields[name]._description_string(self.env),
                    "theirs": theirs,
                    "by": by_sudo.name or "",
                    "at": written.get("at") or "",
                    "when": self._who_and_when(by_sudo.name, moment)[1],
                }
            )
        return found

    def _check_answers(self, answers, base):
        """
        :raise UserError: says who has written what; not the words, errors are logged
        """
        for callback in self:
            if callback._kept_fields() & answers.keys():
                continue  # refused as such: no saving again would help
            since = callback._answers_since(answers, base)
            if not since:
                continue
            raise UserError(
                self.env._(
                    "%(who)s wrote here at %(when)s, while you typed: %(what)s. "
                    "Nothing of yours is lost: it stands on your screen. Look at both "
                    "and save again.",
                    who=since[0]["by"] or self.env._("A colleague"),
                    when=since[0]["when"],
                    what=", ".join(each["label"] for each in since),
                )
            )

    def _note_who_wrote(self, before):
        answers, now = self._answers(), fields.Datetime.now()
        mark = {"by": self.env.uid, "at": fields.Datetime.to_string(now)}
        changed = {name: mark for name in ANSWERS if answers[name] != before[name]}
        if changed:
            # sudo: who wrote it is not the user's to say
            self.sudo().answers_written = {**(self.answers_written or {}), **changed}
