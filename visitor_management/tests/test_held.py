"""What happened keeps whom it happened to: nobody whom a record names is deleted."""

from psycopg2.errors import ForeignKeyViolation

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL, mute_logger

from .held_common import HeldCommon, columns

# Every column of ours that names another record: what happens to it when that record
# is deleted, and why. A new column without a row fails. (Stored related columns follow
# the column that they are read from.)
TABLE = {
    "restrict: whom it was about": """
        client.callback.partner_id client.callback.draw.line.partner_id
        client.complaint.partner_id client.visit.contact_id client.visit.partner_id
        visitor.area.opening.partner_id visitor.registration.partner_id
        visitor.unit.instruction.partner_id
        visitor.policy.acceptance.partner_id visitor.contractor.paper.partner_id
        visitor.contractor.paper.firm_id
        visitor.visit.host_id
        visitor.permit.partner_id visitor.permit.worker.partner_id
        visitor.visit.host_partner_id visitor.visit.partner_id
        visitor.visit.series.approved_by_id""",
    "restrict: who did it, or has to": """
        client.callback.attempt.user_id client.callback.caller_id
        client.callback.concluded_by_id client.callback.put_off_by_id
        client.complaint.put_off_by_id client.complaint.reopened_by_id
        client.rectification.put_off_by_id
        client.callback.draw.drawn_by_id client.callback.rating.user_id
        visitor.answer.link.user_id
        visitor.escort.link.user_id
        client.callback.reviewer_id client.callback.statistics.acknowledged_by_id
        client.callback.statistics.item.employee_id
        client.callback.statistics.recipient_id
        client.callback.statistics.submitted_by_id client.complaint.received_by_id
        visitor.escort.employee_id
        visitor.muster.user_id visitor.muster.ended_by_id visitor.muster.commander_id
        visitor.muster.measures_owner_id visitor.muster.reviewer_id
        visitor.muster.line.employee_id visitor.muster.line.user_id
        visitor.muster.line.warden_id visitor.muster.tick.user_id
        visitor.muster.tick.warden_id visitor.muster.warden.employee_id
        visitor.muster.warden.link.user_id
        client.rectification.employee_id client.rectification.verified_by_id
        client.visit.appointed_by_id client.visit.archived_by_id
        client.visit.item.climbed_to_id client.visit.item.escalated_to_id
        client.visit.line.employee_id client.visit.recorded_by_id
        visitor.identity.reveal.user_id visitor.identity.seen_by_id
        visitor.review.acknowledged_by_id visitor.review.recipient_id
        visitor.review.submitted_by_id visitor.visit.programme.responsible_id
        visitor.violation.answered_by_id visitor.violation.ban_decided_by_id
        visitor.violation.ban_proposed_by_id visitor.violation.closed_by_id
        visitor.violation.decided_by_id
        visitor.permit.approved_by_id visitor.permit.closed_by_id
        visitor.permit.function.user_ids visitor.permit.kind.approver_ids
        visitor.permit.level.approver_ids
        visitor.permit.line.confirmed_by_id visitor.permit.signature.user_id
        visitor.permit.start_checked_by_id visitor.permit.submitted_by_id
        visitor.belonging.user_id visitor.belonging.closed_by_id
        visitor.item.pass.approved_by_id visitor.item.pass.partner_id
        visitor.item.pass.released_by_id visitor.item.pass.settled_by_id
        visitor.contractor.paper.entered_by_id visitor.contractor.paper.decided_by_id
        visitor.movement.user_id visitor.visit.asked_ids visitor.visit.confirmed_by_id
        visitor.act.user_id visitor.area.opening.user_id visitor.role.log.by_id
        visitor.role.log.user_id visitor.shift.giver_id visitor.shift.taker_id
        visitor.shift.refused_by_id visitor.shift.reviewed_by_id
        visitor.stay.seen_leaving_by_id visitor.card.move.user_id
        visitor.invitation.user_id
        visitor.policy.acceptance.user_id visitor.policy.duty.confirmed_by_id
        visitor.policy.owner_id visitor.policy.published_by_id
        visitor.policy.review.reviewer_id
        visitor.waiver.user_id
        visitor.delivery.user_id visitor.footage.look.user_id
        visitor.visit.request.answered_by_id
        visitor.waiting.answered_by_id visitor.waiting.call.user_id
        visitor.waiting.call.partner_id
        visitor.watchlist.user_id visitor.watchlist.hit.decided_by_id""",
    "restrict: who was trained, and in what": """
        visitor.induction.record.employee_id visitor.induction.record.induction_id
        visitor.induction.record.registration_id visitor.induction.record.user_id""",
    "restrict: which department was responsible": """
        client.callback.department_id client.callback.draw.department_id
        client.callback.draw.line.department_id
        client.callback.statistics.department_id
        client.callback.statistics.item.department_id client.complaint.department_id
        client.rectification.climbed_to_id client.rectification.department_id
        client.visit.item.department_id visitor.visit.department_id
        visitor.item.pass.department_id visitor.muster.department_ids
        visitor.policy.duty.department_id""",
    "restrict: where it was": """
        visitor.act.site_id visitor.shift.site_id visitor.violation.area_id
        visitor.permit.area_id visitor.permit.site_id visitor.permit.unit_id
        visitor.muster.site_id visitor.muster.line.area_id
        visitor.muster.line.point_id visitor.muster.tick.site_id
        visitor.muster.tick.area_id visitor.muster.tick.point_id
        visitor.muster.warden.site_id visitor.muster.warden.point_id
        visitor.review.site_id
        visitor.belonging.site_id visitor.item.pass.gate_id
        visitor.item.pass.released_gate_id visitor.item.pass.site_id
        visitor.item.pass.unit_id
        visitor.delivery.site_id visitor.delivery.unit_id
        visitor.footage.look.gate_id visitor.footage.look.site_id
        visitor.visit.programme.area_id visitor.visit.hours.unit_id
        visitor.visit.hours.resource_calendar_id
        client.callback.unit_id client.callback.draw.line.unit_id
        client.complaint.unit_id client.visit.unit_id visitor.area.opening.area_id
        visitor.movement.area_id visitor.movement.gate_id visitor.movement.site_id
        visitor.pass.area_id visitor.pass.area_ids visitor.stay.site_id
        visitor.visit.area_ids
        visitor.visit.site_id visitor.visit.unit_id visitor.watchlist.site_id
        visitor.watchlist.unit_id""",
    "restrict: of what kind it was": """
        client.callback.category_id client.callback.draw.line.category_id
        client.callback.statistics.item.category_id
        client.callback.statistics.line.category_id
        client.callback.statistics.source.category_id client.complaint.category_id
        visitor.delivery.firm.kind_id visitor.delivery.kind_id
        visitor.violation.type_id visitor.contractor.paper.kind
        visitor.permit.kind_id visitor.permit.level_id
        visitor.permit.counted_level_id
        visitor.permit.signature.function_id
        visitor.visit.type_id""",
    "restrict: what it follows from": """
        client.callback.attempt.callback_id client.callback.complaint_id
        client.callback.draw_line_id client.callback.previous_id
        client.complaint.client_visit_id client.complaint.parent_id
        client.complaint.visitor_visit_id client.rectification.callback_id
        client.rectification.complaint_id client.rectification.statistics_id
        client.rectification.review_id
        client.rectification.visit_item_id client.visit.plan_id
        visitor.belonging.item_pass_id visitor.belonging.registration_id
        visitor.item.pass.completes_id visitor.item.pass.registration_id
        visitor.card.pass_id visitor.identity.reveal.identity_id
        visitor.delivery.firm_id visitor.footage.look.movement_id
        visitor.area.opening.visit_id
        visitor.waiting.visit_id visitor.waiting.registration_id
        visitor.identity.reveal.registration_id visitor.movement.annuls_id
        visitor.movement.pass_id visitor.movement.registration_id
        visitor.pass.card_id visitor.pass.registration_id
        visitor.shift.line.registration_id visitor.shift.line.shift_id
        visitor.shift.count.shift_id
        visitor.escort.replaces_id visitor.escort.visit_id
        visitor.muster.line.muster_id visitor.muster.line.registration_id
        visitor.muster.tick.line_id visitor.muster.tick.muster_id
        visitor.act.annuls_id visitor.act.registration_ids visitor.act.visit_id
        visitor.stay.registration_id visitor.violation.registration_id
        visitor.permit.related_ids visitor.permit.signature.permit_id
        visitor.permit.worker.registration_id visitor.permit.worker.registration_ids
        visitor.visit.permit_id visitor.visit.series_id
        visitor.visit.series.source_id
        visitor.waiver.ends_id
        visitor.policy.acceptance.policy_id visitor.policy.acceptance.registration_id
        visitor.policy.review.policy_id
        visitor.waiver.registration_id
        visitor.watchlist.hit.entry_id""",
    "restrict: whose it is; without one it would be everybody's": """
        client.callback.company_id client.callback.draw.company_id
        client.callback.rule.company_id client.callback.statistics.company_id
        client.complaint.category.company_id client.complaint.company_id
        client.complaint.term.company_id client.mail.stray.company_id
        client.rectification.company_id
        client.visit.company_id client.visit.item.company_id
        client.visit.plan.company_id visitor.identity.reveal.company_id
        visitor.induction.company_id visitor.induction.record.company_id
        visitor.movement.company_id visitor.role.log.company_id
        visitor.muster.line.company_id visitor.muster.tick.company_id
        visitor.policy.company_id
        visitor.site.company_id visitor.stay.company_id visitor.watchlist.company_id
        visitor.violation.type.company_id visitor.contractor.paper.kind.company_id
        visitor.permit.kind.company_id
        visitor.delivery.kind.company_id visitor.footage.look.company_id
        visitor.notice.channel.company_id
        visitor.contractor.paper.company_id
        visitor.visit.type.company_id""",
    "restrict: a setting that would change its meaning when it is empty": """
        client.complaint.category.parent_id client.visit.plan.site_id
        hr.department.client_service_calendar_id
        res.company.client_service_calendar_id
        res.company.client_service_department_id res.partner.client_calendar_id
        visitor.area.parent_id visitor.area.responsible_id visitor.gate.area_id
        visitor.area.policy_ids visitor.site.policy_ids visitor.visit.type.policy_ids
        visitor.permit.kind.paper_kind_ids visitor.notice.channel.site_id
        visitor.site.partner_id visitor.site.resource_calendar_id
        visitor.area.resource_calendar_id
        visitor.unit.area_id""",
    "cascade: what is to be said, for hours; who was told is nowhere": """
        visitor.notice.channel_id visitor.notice.site_id visitor.notice.gate_id
        visitor.notice.channel.event_ids visitor.notice.channel.user_ids""",
    "cascade: a part of it": """
        visitor.shift.thing.site_id visitor.card.move.card_id
        visitor.card.move.site_id
        client.callback.draw.line.draw_id client.callback.rating.callback_id
        visitor.answer.link.visit_id
        visitor.answer.link.partner_id
        hr.employee.visitor_deputy_ids
        visitor.escort.link.escort_id
        visitor.muster.point.site_id visitor.muster.warden.link.warden_id
        client.portal.form.client_id client.portal.form.complaint_id
        client.portal.form.visit_id
        client.callback.statistics.item.statistics_id
        client.callback.statistics.line.statistics_id
        client.callback.statistics.source.statistics_id client.visit.item.visit_id
        client.visit.line.visit_id client.visit.plan.line.plan_id
        visitor.area.site_id visitor.card.site_id visitor.gate.site_id
        visitor.delivery.firm.site_id visitor.unit.instruction.unit_id
        visitor.waiting.call.waiting_id visitor.call.number.site_id
        visitor.call.number.unit_id visitor.call.number.department_id
        visitor.identity.registration_id visitor.pass.code.pass_id
        visitor.invitation.registration_id visitor.visit.request.registration_id
        visitor.policy.duty.policy_id
        visitor.permit.check.kind_id visitor.permit.function.kind_id
        visitor.permit.level.kind_id
        visitor.permit.kind.hours.kind_id visitor.permit.detail.permit_id
        visitor.permit.line.permit_id visitor.permit.worker.permit_id
        visitor.registration.visit_id visitor.unit.site_id
        visitor.review.line.review_id visitor.visit.programme.visit_id
        visitor.visit.hours.visit_id
        visitor.item.pass.line.item_pass_id
        visitor.watchlist.hit.registration_id visitor.watchlist.key.entry_id""",
    "cascade: a photograph of a violation, which is never deleted": (
        "visitor.violation.photo.violation_id"
    ),
    "cascade: what a training teaches and asks; papers keep what was asked": """
        visitor.induction.answer.question_id visitor.induction.question.induction_id
        visitor.induction.step.induction_id""",
    "cascade: who has to be trained from now on; records keep who was": """
        visitor.area.induction_ids visitor.induction.area_ids
        visitor.induction.site_ids visitor.induction.type_ids
        visitor.site.induction_ids visitor.visit.type.induction_ids""",
    "cascade: a holiday of nobody": "client.service.day.company_id",
    "cascade: a picture that is taken away": """
        client.rectification.after_picture_ids
        client.rectification.before_picture_ids""",
    "cascade: a rule for nothing is no rule": "client.callback.rule.category_id",
    "cascade: who lives there today; visits and complaints keep who did": (
        "visitor.unit.partner_ids"
    ),
    "cascade: a plan for days to come; the visits made of it keep their people": (
        "client.visit.plan.client_ids client.visit.plan.line.employee_id"
    ),
    "cascade: what a kind opens from now on; passes keep what they opened": (
        "visitor.visit.type.area_ids"
    ),
    "set null: the callback keeps what the rule said": "client.callback.rule_id",
    "set null: a mail on its way; the link that it makes keeps who sent it": (
        "mail.mail.secret_user_id"
    ),
    "set null: found again from the rounds": "client.callback.first_id",
    "set null: its words stand in the history, until that is emptied": (
        "client.complaint.client_message_id"
    ),
    "set null: a complaint that nobody accepted leaves the item as it was": (
        "client.visit.item.complaint_id"
    ),
    "set null: a mail that may become a complaint again": (
        "client.mail.stray.answers_id client.mail.stray.complaint_id"
    ),
    "set null: a setting; empty means there is none": (
        "res.company.client_complaint_alias_id res.company.client_managing_company_id "
        "res.company.client_quality_owner_id"
    ),
}
KEPT_COLUMN = "(%s IS NOT NULL)"


@tagged("post_install", "-at_install")
class TestTable(TransactionCase):
    def test_each_column_says_what_becomes_of_it(self):
        expected = {
            name: reason.partition(":")[0]
            for reason, names in TABLE.items()
            for name in names.split()
        }
        self.assertEqual(
            sum(len(names.split()) for names in TABLE.values()), len(expected)
        )
        found = {
            f"{model._name}.{field.name}": field.ondelete
            for model, field in columns(self.env)
            if not field.related
        }
        for name in sorted(found.keys() | expected.keys()):
            with self.subTest(column=name):
                self.assertTrue(name in expected, "say in the table what becomes of it")
                self.assertEqual(found.get(name), expected[name])

    def test_what_is_read_from_another_column_follows_it(self):
        for _model, field in columns(self.env):
            if field.related:
                with self.subTest(column=str(field)):
                    source = self._source(field)
                    self.assertIn(source.ondelete, ("restrict", "cascade"))

    def test_the_database_holds_to_it(self):
        actions = {"r": "restrict", "c": "cascade", "n": "set null"}
        for model, field in columns(self.env):
            table, column = self._place(model, field)
            self.env.cr.execute(
                """
                SELECT confdeltype FROM pg_constraint
                JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
                WHERE contype = 'f' AND conrelid = %s::regclass AND attname = %s
                """,
                [table, column],
            )
            with self.subTest(column=str(field)):
                (action,) = self.env.cr.fetchone()
                self.assertEqual(actions[action], field.ondelete or "set null")

    def test_each_column_that_forbids_has_an_index(self):
        """Else each deletion of a contact would read every record."""
        for model, field in columns(self.env):
            if field.ondelete != "restrict":
                continue
            table, column = self._place(model, field)
            self.env.cr.execute(
                """
                SELECT pg_get_expr(indpred, indrelid) FROM pg_index
                JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
                WHERE indrelid = %s::regclass AND attname = %s
                """,
                [table, column],
            )
            conditions = {condition for (condition,) in self.env.cr.fetchall()}
            with self.subTest(column=str(field)):
                self.assertTrue(conditions & {None, KEPT_COLUMN % column})

    def test_whoever_is_named_is_told_why(self):
        """Each model that a column forbids to delete says a sentence of its own."""
        for _model, field in columns(self.env):
            comodel = self.env[field.comodel_name]
            if field.ondelete == "restrict":
                with self.subTest(model=comodel._name):
                    says = hasattr(comodel, "_check_not_held")
                    self.assertTrue(says or hasattr(comodel, "_is_kept"))

    def _source(self, field):
        """The column that a related one is read from in the end."""
        while field.related:
            model = field.model_name
            for name in field.related.split("."):
                field = self.env[model]._fields[name]
                model = field.comodel_name
        return field

    def _place(self, model, field):
        """Table and column in the database."""
        if field.type == "many2many":
            return field.relation, field.column2
        return model._table, field.name


@tagged("post_install", "-at_install")
class TestHeld(HeldCommon):
    def test_what_is_named_anywhere_can_not_be_deleted(self):
        """Generated: each column that forbids, tried with a record of its model."""
        self._records()
        tried = set()
        for model, field in columns(self.env):
            record = model.sudo().search([], limit=1)
            if field.ondelete != "restrict" or field.comodel_name not in self.makers:
                continue
            if not record:
                continue
            tried.add(f"{model._name}.{field.name}")
            named = self.makers[field.comodel_name]()
            with self.subTest(column=str(field)), self.cr.savepoint() as savepoint:
                self._name(record, field, named)
                with self.assertRaisesRegex(UserError, "Archive it instead") as caught:
                    named.unlink()
                kind = self.env["ir.model"]._get(model._name).name
                self.assertIn(f"“{kind}”", str(caught.exception))
                self.assertNotIn(named.display_name, str(caught.exception))
                savepoint.close(rollback=True)
            self.env.invalidate_all()
        # the rest needs records that a test of their own makes
        self.assertGreater(len(tried), 60)

    def test_the_database_forbids_it_as_well(self):
        visit = self._registration().visit_id.sudo()
        self.env.flush_all()
        with (
            self.assertRaises(ForeignKeyViolation),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self.cr.execute(
                SQL("DELETE FROM hr_employee WHERE id = %s", visit.host_id.id)
            )

    def test_a_site_does_not_take_a_unit_along_that_somebody_complained_of(self):
        site = self.env["visitor.site"].create({"name": "Annex", "tz": "UTC"})
        unit = self.env["visitor.unit"].create({"name": "7", "site_id": site.id})
        self._complaint(unit_id=unit.id)
        with self.assertRaisesRegex(UserError, "Unit: not deleted.*“Complaint”"):
            site.unlink()

    def test_an_occupant_whom_nothing_names_moves_out(self):
        """Whatever happened in the unit: it was not about them."""
        self._resident()
        self._complaint(unit_id=self.unit.id)
        self.resident.unlink()
        self.assertFalse(self.unit.partner_ids)

    def test_a_site_that_nobody_used_goes_with_its_parts(self):
        site = self.env["visitor.site"].create({"name": "Annex", "tz": "UTC"})
        unit = self.env["visitor.unit"].create({"name": "7", "site_id": site.id})
        site.unlink()
        self.assertFalse(unit.exists())


@tagged("post_install", "-at_install")
class TestDrafts(HeldCommon):
    """What was not sent keeps nobody: it lets go, and the words stay."""

    def test_a_draft_visit(self):
        employee = self.makers["hr.employee"]()
        firm, visitor = self.makers["res.partner"](), self.makers["res.partner"]()
        visit = self._visit(partner_id=firm.id).sudo()
        visit.host_id = employee
        self._put(visit.registration_ids, partner_id=visitor.id)
        (firm | visitor).unlink()
        employee.unlink()
        self.assertFalse(visit.host_id or visit.partner_id)
        self.assertFalse(visit.registration_ids.partner_id)
        self.assertEqual(visit.registration_ids.name, "Zhang Wei")

    def test_once_it_is_announced_it_keeps_them(self):
        visit = self._visit().sudo()
        visit.action_submit()
        with self.assertRaisesRegex(UserError, "Archive it instead"):
            visit.host_id.unlink()

    def test_a_draft_form_of_the_month(self):
        department = self.makers["hr.department"]()
        form = self._form(department)
        recipient = self.makers["res.users"]()
        form.recipient_id = recipient
        recipient.unlink()
        self.assertFalse(form.recipient_id)
        department.unlink()
        self.assertFalse(form.exists(), "it can be filled again, for another")

    def test_a_form_that_was_submitted_once(self):
        department = self.makers["hr.department"]()
        form = self._form(department)
        self._put(form, submitted_at="2026-02-03 08:00:00")
        with self.assertRaisesRegex(UserError, "“Monthly Statistics”"):
            department.unlink()

    def test_a_sample_that_is_not_drawn(self):
        firm = self.env["res.partner"].create({"name": "Ajax", "is_company": True})
        department = self.makers["hr.department"]()
        draw = self.env["client.callback.draw"].create(
            {
                "name": "Repairs",
                "department_id": department.id,
                "line_ids": [Command.create({"origin": "W-1", "partner_id": firm.id})],
            }
        )
        department.unlink()
        firm.unlink()
        self.assertFalse(draw.department_id or draw.line_ids.department_id)
        self.assertEqual(draw.line_ids.client_name, "Ajax")
