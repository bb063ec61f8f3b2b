from odoo import api, models

from ..tools import plain_text
from .client_form_report import LEFT, WIDTH


class VisitorPolicyAcceptanceReport(models.AbstractModel):
    """访客安全承诺书: the text that somebody accepted, as it was read, and who did.

    Text and labels are in the language in which it was read. The text is that of the
    version, which never changes.
    """

    _name = "report.visitor_management.visitor_policy_acceptance"
    _inherit = ["report.visitor_management.client_form"]
    _description = "Accepted Rules on Paper"

    _prints = "visitor.policy.acceptance"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        titles = {self._read_in(each)._title_of(each) for each in values["docs"]}
        several = self.env._("Accepted Rules")
        return {**values, "title": titles.pop() if len(titles) == 1 else several}

    @api.model
    def _pages(self, document):
        return super(VisitorPolicyAcceptanceReport, self._read_in(document))._pages(
            document
        )

    @api.model
    def _read_in(self, document):
        """This form in the language in which the text was read, if it is installed."""
        installed = dict(self.env["res.lang"].get_installed())
        lang = document.lang if document.lang in installed else self.env.lang
        return self.with_context(lang=lang)

    @api.model
    def _title_of(self, document):
        _ = self.env._
        return {
            "confidentiality": _("Visitor's Promise of Confidentiality"),
            "privacy": _("Privacy Notice to Visitors, Read"),
        }.get(document.kind, _("Visitor's Safety Promise"))

    @api.model
    def _number(self, document):
        return document.visit_id.name

    @api.model
    def _rows(self, document):
        _ = self.env._
        document = document.with_context(lang=self.env.lang)
        # sudo: the text of what the user reads was accepted
        shown = document.policy_id.sudo()._shown(document.lang)
        text = "\n".join(plain_text.lines(shown["body"]))
        signed_by = document.name if document.signed else _("not asked for")
        return [
            *self._pairs(
                (_("Name"), document.name), (_("Firm"), document.organization)
            ),
            *self._pairs(
                (_("Host"), document.visit_id.host_name),
                (_("People"), document.headcount),
            ),
            *self._pairs((_("Rules"), shown["name"]), (_("Version"), document.version)),
            *self._split([self._cell(LEFT, WIDTH, text)]),
            *self._split(
                [
                    self._cell(
                        LEFT,
                        WIDTH,
                        document.registration_id._statement_for(
                            document.headcount, self.env.lang
                        ),
                        bold=True,
                    )
                ]
            ),
            *self._pairs(
                (_("Read in"), document.lang_name),
                (_("Accepted at"), self._label_of(document, "channel")),
            ),
            *self._signatures(
                (_("Signature"), signed_by, document.signature),
                (
                    _("Date"),
                    self._moment(document, document.at),
                ),
            ),
            *self._pairs(
                (_("Witness"), document.user_id.sudo().name),  # a colleague's name
                (
                    _("Counts until"),
                    document.valid_until
                    and self._moment(document, document.valid_until),
                ),
            ),
        ]
