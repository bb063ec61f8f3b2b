import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import people_file


class VisitorPeopleImport(models.TransientModel):
    """A list of people, looked at before it is added to a visit."""

    _name = "visitor.people.import"
    _description = "List of People"

    visit_id = fields.Many2one("visitor.visit", required=True, readonly=True)
    file = fields.Binary("Workbook or Text File", attachment=False)
    filename = fields.Char("Name of the File")
    text = fields.Text(
        "Or Paste a List",
        help="One person on each line: names alone, or columns copied from a "
        "spreadsheet with their titles.",
    )
    good = fields.Integer("Will Be Added", compute="_compute_answer")
    known = fields.Integer("On the Visit Already", compute="_compute_answer")
    faults = fields.Integer("Lines That Will Not Do", compute="_compute_answer")
    bad = fields.Text("What Is Wrong", compute="_compute_answer")
    refused = fields.Char("Why Not", compute="_compute_answer")

    @api.depends("file", "text", "visit_id")
    def _compute_answer(self):
        for wizard in self:
            answer = {"good": 0, "known": 0, "bad": []}
            wizard.refused = False
            if wizard.file or wizard.text:
                try:
                    answer = wizard._import(dry_run=True)
                except UserError as error:
                    wizard.refused = error.args[0]
            wizard.good = answer["good"]
            wizard.known = answer["known"]
            wizard.faults = len(answer["bad"])
            wizard.bad = "\n".join(
                self.env._("Line %(row)s: %(reason)s", **each) for each in answer["bad"]
            )

    def _import(self, dry_run):
        if self.file:
            data, title = self.with_context(bin_size=False).file, 0
        else:
            data, title = self._pasted()
        answer = self.visit_id.import_people(
            data.decode() if isinstance(data, bytes) else data,
            self.filename or "",
            dry_run=dry_run,
        )
        for each in answer["bad"]:
            each["row"] -= title
        return answer

    def _pasted(self):
        """What was pasted, under a line of titles: that of names where there is none.

        :return: base64, how many lines were put before it
        """
        text = (self.text or "").strip("\r\n")
        lines = people_file.read(text.encode())
        title = 0 if lines and "name" in people_file.columns(lines[0][1]) else 1
        return base64.b64encode(f"{'name' * title}\n{text}".lstrip().encode()), title

    def action_add(self):
        """Add those who are not on the visit yet.

        :return: action that closes the dialog
        :raise UserError: see ``visitor.visit.import_people``
        """
        self.ensure_one()
        self._import(dry_run=False)
        return {"type": "ir.actions.act_window_close"}
