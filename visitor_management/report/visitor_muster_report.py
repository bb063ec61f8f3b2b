from odoo import api, models

# In millimetres, as wide as the page together.
NO, NAME, CLASS, FIRM, HOST, STATE, SEEN, REMARK = 9, 38, 19, 30, 27, 17, 25, 21


class VisitorMusterListReport(models.AbstractModel):
    """应急疏散点名表: who is on the list, area by area, to be ticked on paper."""

    _name = "report.visitor_management.visitor_muster_list"
    _inherit = ["report.visitor_management.client_form"]
    _description = "Roll Call List on Paper"

    _prints = "visitor.muster"
    _label_width = 30.0

    @api.model
    def _title(self):
        return self.env._("Emergency Roll Call")

    @api.model
    def _number(self, document):
        return self._label_of(document, "kind")

    @api.model
    def _rows(self, document):
        rows, number = self._head_rows(document), 0
        by_area = document.line_ids.sorted(
            lambda line: (line.area_id.complete_name or "", line.name, line.number)
        ).grouped("area_id")
        for area, lines in by_area.items():
            missing = len(lines.filtered(lambda line: line.status == "missing"))
            rows += self._area_rows(area, lines, missing)
            rows += self._person_rows(document, lines, number)
            number += len(lines)
        return [*rows, *self._foot_rows(document)]

    @api.model
    def _head_rows(self, muster):
        _ = self.env._
        points = muster.sudo().site_id.muster_point_ids  # names of places
        wardens = muster.sudo().line_ids.warden_id  # who ticked, by name
        return [
            *self._pairs(
                (_("Site"), muster.site_id.name),
                (_("Kind of Roll Call"), self._label_of(muster, "kind")),
            ),
            *self._pairs(
                (_("Started at"), self._moment(muster, muster.started_at)),
                (_("Started by"), muster.user_id.name),
            ),
            *self._pairs(
                (_("Assembly Points"), ", ".join(points.mapped("name"))),
                (_("Wardens"), ", ".join(wardens.mapped("name"))),
            ),
        ]

    @api.model
    def _area_rows(self, area, lines, missing):
        _ = self.env._
        text = _(
            "%(area)s: %(missing)s missing of %(all)s",
            area=area.complete_name or _("No area"),
            missing=missing,
            all=len(lines),
        )
        return self._split([self._cell(12.0, 186.0, text, bold=True)])

    @api.model
    def _person_rows(self, muster, lines, before):
        _ = self.env._
        columns = [
            (_("No."), NO),
            (_("Name"), NAME),
            (_("Class"), CLASS),
            (_("Firm"), FIRM),
            (_("Visited"), HOST),
            (_("Seen as"), STATE),
            (_("Confirmed at, by"), SEEN),
            (_("Remarks"), REMARK),
        ]
        classes = dict(lines._fields["category"]._description_selection(self.env))
        statuses = dict(lines._fields["status"]._description_selection(self.env))
        return self._grid(
            columns,
            [
                [
                    str(number),
                    line._shown(line.name, line.number, line.group_size),
                    classes[line.category],
                    line.organization,
                    line.host_name,
                    statuses[line.status],
                    self._seen(muster, line),
                    self._remark(line),
                ]
                for number, line in enumerate(lines, before + 1)
            ],
        )

    @api.model
    def _seen(self, muster, line):
        by = line.warden_id.name or line.user_id.name
        at = self._moment(muster, line.ticked_at)
        return self._lines(at, by, line.point_id.name)

    @api.model
    def _remark(self, line):
        _ = self.env._
        return self._lines(
            line.not_seen_leaving and _("Not seen leaving"),
            line.added_late and _("Added late"),
        )

    @api.model
    def _foot_rows(self, muster):
        _ = self.env._
        counts = muster._counts()
        seconds = muster._seconds(counts["expected"])
        return [
            *self._pairs(
                (_("Expected people"), str(counts["expected"])),
                (_("Safe people"), str(counts["safe"])),
                (_("Missing people"), str(counts["missing"])),
            ),
            *self._pairs(
                (_("Injured people"), str(counts["injured"])),
                (_("Had left before"), str(counts["off_site"])),
                (_("Not on the list"), str(counts["added"])),
            ),
            *self._pairs(
                (_("Time to 95 %"), self._duration(seconds[95])),
                (_("Time to 100 %"), self._duration(seconds[100])),
            ),
            *self._signatures((_("Reported to command"), ""), (_("Signature"), "")),
        ]

    @api.model
    def _duration(self, seconds):
        """Minutes and seconds, or nothing where it did not happen."""
        if seconds is None:
            return ""
        return self.env._(
            "%(minutes)s min %(seconds)s s",
            minutes=seconds // 60,
            seconds=seconds % 60,
        )


class VisitorMusterDrillReport(models.AbstractModel):
    """演练记录: what the law asks to be written down of a drill."""

    _name = "report.visitor_management.visitor_muster_drill"
    _inherit = ["report.visitor_management.visitor_muster_list"]
    _description = "Record of a Drill on Paper"

    @api.model
    def _title(self):
        return self.env._("Record of a Drill")

    @api.model
    def _number(self, document):
        return self._moment(document, document.started_at or document.scheduled_at)

    @api.model
    def _rows(self, document):
        return [
            *self._plan_rows(document),
            *self._course_rows(document),
            *self._figure_rows(document),
            *self._judgement_rows(document),
        ]

    @api.model
    def _plan_rows(self, muster):
        _ = self.env._
        names = muster.sudo()  # names on a record that the user reads
        when = muster.site_id._format_window(muster.started_at, muster.ended_at)
        return [
            *self._pairs((_("Name of the Drill"), muster.name)),
            *self._pairs(
                (_("Emergency Plan"), muster.plan),
                (_("Form of Drill"), self._label_of(muster, "form")),
            ),
            *self._pairs(
                (_("Time of the drill"), when or self._number(muster)),
                (_("Site"), muster.site_id.name),
            ),
            *self._pairs((_("Place and Extent"), muster.place)),
            *self._pairs(
                (_("Announced on"), self._day(muster.announced_on)),
                (_("Announced by"), muster.announced_how),
            ),
            *self._pairs((_("What Is Drilled"), muster.content)),
            *self._pairs(
                (_("In Command"), names.commander_id.name),
                (_("Departments"), ", ".join(names.department_ids.mapped("name"))),
            ),
            *self._pairs((_("Teams"), muster.teams)),
            *self._pairs(
                (_("Staff taking part"), str(muster.staff_count or "")),
                (_("Visitors on the list"), str(muster.visitor_count)),
            ),
        ]

    @api.model
    def _course_rows(self, muster):
        _ = self.env._
        return self._pairs(
            (_("Course of the Drill"), muster.course or muster.closing_note)
        )

    @api.model
    def _figure_rows(self, muster):
        _ = self.env._
        if not muster.started_at:
            return []
        counts = muster._counts()
        seconds = muster._seconds(counts["expected"])
        points = [
            f"{point.name or _('No point said')}: {number}"
            for point, number in muster._by_point()
        ]
        return [
            *self._pairs(
                (_("Time to 95 %"), self._duration(seconds[95])),
                (_("Time to 100 %"), self._duration(seconds[100])),
            ),
            *self._pairs(
                (_("Expected people"), str(counts["expected"])),
                (_("Missing people"), str(counts["missing"])),
                (_("Injured people"), str(counts["injured"])),
            ),
            *self._pairs(
                (_("Inside but had left"), str(counts["off_site"])),
                (_("Added late"), str(counts["added"])),
            ),
            *self._pairs((_("By assembly point"), "\n".join(points))),
        ]

    @api.model
    def _judgement_rows(self, muster):
        _ = self.env._
        names = muster.sudo()  # names on a record that the user reads
        return [
            *self._pairs(
                (_("Plan Suitable"), self._label_of(muster, "suitable")),
                (_("Plan Sufficient"), self._label_of(muster, "sufficient")),
            ),
            *self._pairs(
                (_("People and Means in Place"), self._label_of(muster, "in_place")),
                (_("Coordination Good"), self._label_of(muster, "coordination")),
            ),
            *self._pairs((_("Aim Reached"), self._label_of(muster, "result"))),
            *self._pairs((_("Problems of the Drill"), muster.problems)),
            *self._pairs((_("Orders to Put Right"), muster.measures)),
            *self._pairs(
                (_("Responsible for the Orders"), names.measures_owner_id.name),
                (_("Orders Due On"), self._day(muster.measures_due)),
            ),
            *self._signatures(
                (_("Recorded by"), names.ended_by_id.name),
                (_("Drill Reviewed By"), names.reviewer_id.name),
            ),
        ]
