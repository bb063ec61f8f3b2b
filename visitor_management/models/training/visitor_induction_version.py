import hashlib

from odoo import api, fields, models
from odoo.tools import SQL

# What is taught and asked, by model; how to get from there to the training.
TAUGHT = {
    "visitor.induction.step": ("title", "body"),
    "visitor.induction.question": ("text", "explanation"),
    "visitor.induction.answer": ("text",),
}
FILES = ("picture", "file")


class VisitorInduction(models.Model):
    """Versions: what is taught or asked has changed since somebody had to take it.

    A translation that is added changes nothing: it says the same to more people.
    """

    _inherit = "visitor.induction"

    @api.depends(
        *("pass_mark", "renewal", "step_ids.sequence", "step_ids.kind"),
        *("step_ids.title", "step_ids.body", "step_ids.picture", "step_ids.file"),
        *("question_ids.text", "question_ids.explanation"),
        *("question_ids.answer_ids.text", "question_ids.answer_ids.correct"),
    )
    def _compute_version(self):
        now = fields.Datetime.now()
        for induction in self:
            before = induction._origin.version or 1
            counts = induction._origin.asked_version or 1
            marks = induction._origin.content_marks or {}
            found = induction._origin._content_marks()
            changed = (
                marks
                and self._differs(marks, found)
                and (induction._is_in_use() or induction.record_count)
            )
            induction.version = before + bool(changed)
            induction.version_at = (
                now if changed or not marks else induction._origin.version_at
            )
            if induction.renewal == "at_once":
                counts = induction.version
            induction.asked_version = counts
            induction.content_marks = found

    @api.model
    def _differs(self, before, now):
        """Whether what is taught changed; a text in another language is none.

        :param dict before: as :meth:`_content_marks` answered
        :param dict now: the same, of now
        :return: bool
        """
        if any(now.get(key) != mark for key, mark in before.items()):
            return True
        known = {key.rpartition("/")[0] for key in before}
        return any(key.rpartition("/")[0] not in known for key in now)

    def _content_marks(self):
        """A mark of each thing taught or asked, by what it is and its language.

        :return: dict from ``table,id,field/language`` to a short hash
        """
        if not self.id:
            return {}
        marks = {"pass_mark/": str(self.pass_mark)}
        for step in self.step_ids:
            marks[f"step,{step.id}/"] = f"{step.sequence} {step.kind}"
        for answer in self.question_ids.answer_ids:
            marks[f"answer,{answer.id}/"] = str(answer.correct)
        for name, of_language in self._texts():
            for lang, text in of_language.items():
                digest = hashlib.sha256(text.encode()).hexdigest()
                marks[f"{name}/{lang}"] = digest[:16]
        files_sudo = self.env["ir.attachment"].sudo()  # of steps one writes
        for file in files_sudo.search_fetch(
            [
                ("res_model", "=", "visitor.induction.step"),
                ("res_field", "in", FILES),
                ("res_id", "in", self.step_ids.ids),
            ],
            ["res_id", "res_field", "checksum"],
        ):
            marks[f"{file.res_field},{file.res_id}/"] = file.checksum[:16]
        return marks

    def _texts(self):
        """What is taught and asked, in all languages.

        :return: list of a name and a dict from language to text; empty ones left out
        """
        records = {
            "visitor.induction.step": self.step_ids,
            "visitor.induction.question": self.question_ids,
            "visitor.induction.answer": self.question_ids.answer_ids,
        }
        found = []
        for model, names in TAUGHT.items():
            lines = records[model]
            lines.flush_recordset(names)
            for field in names if lines.ids else ():
                rows = self.env.execute_query(
                    SQL(
                        "SELECT id, %s FROM %s WHERE id IN %s AND %s IS NOT NULL",
                        SQL.identifier(field),
                        SQL.identifier(lines._table),
                        tuple(lines.ids),
                        SQL.identifier(field),
                    )
                )
                found += [
                    (f"{lines._table},{key},{field}", texts) for key, texts in rows
                ]
        return [
            (name, {lang: text for lang, text in texts.items() if text})
            for name, texts in found
            if any(texts.values())
        ]
