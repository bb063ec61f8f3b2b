from odoo import api, models

from ..tools import qr_code


class VisitorInductionReport(models.AbstractModel):
    """安全教育培训记录: who was trained in what, by whom, and with what result."""

    _name = "report.visitor_management.visitor_training_record"
    _inherit = ["report.visitor_management.client_form"]
    _description = "Safety Training Record"

    _prints = "visitor.induction.record"

    @api.model
    def _title(self):
        return self.env._("Safety Training Record")

    @api.model
    def _number(self, document):
        return document.number

    @api.model
    def _rows(self, document):
        return [
            *self._person_rows(document),
            *self._taught_rows(document),
            *self._result_rows(document),
            *self._paper_rows(document),
            *self._signature_rows(document),
        ]

    @api.model
    def _person_rows(self, record):
        _ = self.env._
        person = record.sudo()  # who it was, on a record that the user reads
        employee, visitor = person.employee_id, person.registration_id
        post = employee.job_title or employee.department_id.name
        return [
            *self._pairs(
                (_("Record No."), record.number),
                (
                    _("Trained as"),
                    _("Reception and guards")
                    if employee and person.induction_id.for_reception
                    else _("Escort")
                    if employee
                    else _("Visitor: %s", visitor.type_id.name),
                ),
            ),
            *self._pairs(
                (_("Full name"), person.person),
                (
                    _("Firm or department"),
                    employee.department_id.name
                    if employee
                    else visitor.organization or "",
                ),
            ),
            *self._pairs(
                (_("Trade or post"), post if employee else visitor.visit_id.purpose),
                (_("Number of people"), record.headcount),
            ),
        ]

    @api.model
    def _taught_rows(self, record):
        _ = self.env._
        steps = record.induction_id.step_ids.mapped("title")
        content = _(
            "%(name)s (version %(version)s)",
            name=record.induction_id.name,
            version=record.version,
        )
        return [
            *self._pairs((_("Content (version)"), "\n".join([content, *steps]))),
            *self._pairs(
                (_("Mode of training"), self._label_of(record, "channel")),
                (_("Language of the training"), self._label_of(record, "lang")),
            ),
            *self._pairs(
                (_("Place of training"), record.site_id.name or record.company_id.name),
                (_("Time of training"), self._moment(record, record.at)),
            ),
            *self._pairs(
                (
                    _("Trainer or system"),
                    # sudo: a name on a record that the user reads
                    record.sudo().user_id.name
                    if record.channel == "desk"
                    else _("System: read and answered by the person"),
                )
            ),
            *self._pairs(
                (
                    _("Escape route and assembly point told"),
                    "☒" if record.route_shown else "☐",
                )
            ),
        ]

    @api.model
    def _result_rows(self, record):
        _ = self.env._
        quiz = bool(record.answers)
        return [
            *self._pairs(
                (_("Mode of test"), _("Quiz") if quiz else _("Asked in person")),
                (_("Pass mark"), f"{record.pass_mark} %" if quiz else "–"),
            ),
            *self._pairs(
                (_("Score of the test"), f"{record.score} %" if quiz else "–"),
                (
                    _("Result of the test"),
                    _("Passed the test") if record.passed else _("Failed the test"),
                ),
            ),
            *self._pairs(
                (_("Attempt No."), record.attempt),
                (
                    _("Valid to"),
                    self._day(record.valid_until) or _("without an end")
                    if record.passed
                    else "–",
                ),
            ),
        ]

    @api.model
    def _paper_rows(self, record):
        lines = [
            [
                each["question"],
                "\n".join(a["answer"] for a in each["answers"] if a["chosen"]),
                "✓" if each["right"] else "✗",
            ]
            for each in record.answers or ()
        ]
        if not lines:
            return []
        _ = self.env._
        columns = [(_("Question asked"), 90.0), (_("Answer given"), 78.0)]
        return self._grid([*columns, (_("Right or wrong"), 18.0)], lines)

    @api.model
    def _signature_rows(self, record):
        _ = self.env._
        return self._signatures(
            (_("Signature of the trained person"), ""),
            (_("Signature of the trainer"), ""),
            (_("Date signed"), ""),
        )


class VisitorCertificateReport(models.AbstractModel):
    """A certificate to hold in the hand, with a code that verifies it."""

    _name = "report.visitor_management.visitor_certificate"
    _inherit = ["report.visitor_management.visitor_training_record"]
    _description = "Certificate of a Safety Training"

    @api.model
    def _get_report_values(self, docids, data=None):
        records = self.env[self._prints].browse(docids)
        records.check_access("read")
        records._check_certificate()
        return super()._get_report_values(docids, data)

    @api.model
    def _title(self):
        return self.env._("Certificate of Safety Training")

    @api.model
    def _pages(self, document):
        pages = super()._pages(document)
        url = document._certificate_url()
        symbol = qr_code.symbol(url)
        bottom = max(row["y"] + row["height"] for row in pages[-1]["rows"])
        pages[-1]["code"] = {
            "symbol": symbol,
            "y": round(bottom + 12, 2),
            "words": self.env._(
                "Scan this code to verify the certificate at %s.", url.partition("#")[0]
            ),
        }
        return pages

    @api.model
    def _rows(self, record):
        _ = self.env._
        person = record.sudo()  # who it was, on a record that the user reads
        firm = person.registration_id.organization or (
            person.employee_id.department_id.name
        )
        return [
            *self._pairs(
                (_("Certificate No."), record.number),
                (_("Issued by"), record.company_id.name),
            ),
            *self._pairs(
                (_("Full name"), person.person), (_("Firm or department"), firm or "")
            ),
            *self._pairs(
                (
                    _("Content (version)"),
                    _(
                        "%(name)s (version %(version)s)",
                        name=record.induction_id.name,
                        version=record.version,
                    ),
                )
            ),
            *self._pairs(
                (_("Time of training"), self._moment(record, record.at)),
                (_("Valid to"), self._day(record.valid_until) or _("without an end")),
            ),
            *self._pairs(
                (_("Result of the test"), _("Passed the test")),
                (
                    _("Score of the test"),
                    f"{record.score} %" if record.answers else "–",
                ),
            ),
        ]
