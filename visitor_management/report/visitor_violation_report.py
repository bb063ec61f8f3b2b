from odoo import api, models


class VisitorViolationReport(models.AbstractModel):
    """访客违规处理单: what happened, what was decided, what the person was told."""

    _name = "report.visitor_management.visitor_violation"
    _inherit = ["report.visitor_management.client_form"]
    _description = "Violation Form"

    _prints = "visitor.violation"

    @api.model
    def _title(self):
        return self.env._("Handling of a Visitor's Violation")

    @api.model
    def _rows(self, document):
        _ = self.env._
        photos = document.photo_ids.with_context(bin_size=False)
        return [
            *self._report_rows(document),
            *self._what_rows(document),
            *self._picture_rows(_("Photographs"), photos.mapped("picture")),
            *self._person_rows(document),
            *self._decision_rows(document),
            *self._end_rows(document),
        ]

    @api.model
    def _report_rows(self, violation):
        _ = self.env._
        names = violation.sudo()  # names on a violation that the user reads
        place = (violation.site_id.name, names.area_id.complete_name, violation.place)
        host = (names.visit_id.host_name, names.department_id.name)
        return [
            *self._pairs(
                (_("Violation No."), violation.name),
                (_("Reported from"), self._label_of(violation, "source")),
            ),
            *self._pairs(
                (_("Time of violation"), self._moment(violation, violation.at)),
                (_("Reported by"), names.create_uid.name),
            ),
            *self._pairs((_("Place of violation"), " · ".join(filter(None, place)))),
            *self._pairs(
                (_("Visitor"), violation.person_name),
                (_("Firm"), violation.organization),
            ),
            *self._pairs(
                (_("Visit No."), names.visit_id.name),
                (_("Visited"), ", ".join(filter(None, host))),
            ),
        ]

    @api.model
    def _what_rows(self, violation):
        _ = self.env._
        times = [_("No. %s of this person", violation.person_times)]
        if violation.firm_times:
            times.append(_("No. %s of this firm", violation.firm_times))
        return [
            *self._pairs(
                (_("Type of Violation"), violation.type_id.sudo().name),
                (_("Severity"), self._label_of(violation, "severity")),
            ),
            *self._pairs((_("How often"), ", ".join(times))),
            *self._pairs((_("Facts"), violation.facts)),
            *self._pairs(
                (_("Witnesses"), violation.witnesses),
                (_("Recording"), violation.footage),
            ),
            *self._pairs((_("Done at Once"), self._label_of(violation, "at_once"))),
        ]

    @api.model
    def _person_rows(self, violation):
        _ = self.env._
        refused = _("Refused to sign") if violation.refused_to_sign else ""
        return [
            *self._pairs((_("Statement of the Person"), violation.statement)),
            *self._signatures(
                (_("Signature of the Person"), refused, violation.signature)
            ),
        ]

    @api.model
    def _decision_rows(self, violation):
        _ = self.env._
        names = violation.sudo()  # names on a violation that the user reads
        measure = self._label_of(violation, "measure")
        if violation.ban_until:
            measure = _(
                "%(measure)s until %(day)s",
                measure=measure or _("Ban proposed"),
                day=self._day(violation.ban_until),
            )
        told = (
            self._label_of(violation, "told_how"),
            self._moment(violation, violation.told_at),
        )
        return [
            *self._pairs((_("Measure"), measure)),
            *self._pairs((_("Decision"), violation.decision or violation.ban_reason)),
            *self._pairs(
                (_("Proposed by"), names.ban_proposed_by_id.name),
                (
                    _("Decided by"),
                    "\n".join(
                        filter(
                            None,
                            (
                                names.decided_by_id.name,
                                self._moment(violation, violation.decided_at),
                            ),
                        )
                    ),
                ),
            ),
            *self._pairs((_("Person told"), ", ".join(filter(None, told)))),
            *self._pairs((_("Objection of the Person"), violation.objection)),
            *self._pairs(
                (_("Answer to the Objection"), violation.answer),
                (_("Answered by"), names.answered_by_id.name),
            ),
        ]

    @api.model
    def _end_rows(self, violation):
        _ = self.env._
        names = violation.sudo()  # names on a violation that the user reads
        return [
            *self._pairs((_("Closing note"), violation.closing_note)),
            *self._signatures(
                (_("Closed by"), names.closed_by_id.name),
                (_("Closed On"), self._moment(violation, violation.closed_at)),
            ),
        ]
