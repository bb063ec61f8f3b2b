"""Who prints which paper form: every form, every role, every door."""

import json
from datetime import date
from html import unescape

from odoo import fields
from odoo.exceptions import AccessError, MissingError
from odoo.fields import Command
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from .access_common import ADDON
from .common import GROUP
from .statistics_common import MID_JANUARY, StatisticsCommon
from .training_common import trained

ROLES = (
    "public",
    "portal",  # the client whose complaint it is
    "employee",  # heads the department, makes the call, went on the visit
    "reception",
    "security",
    "escort",
    "service",
    "manager",
    "leadership",
    "administrator",
)
# What each role prints, in the order of ROLES: what is one's (o)wn, what is (t)heirs:
# of the same company, but of other people. Of our neighbours nobody prints anything.
FORMS = {
    "visitor_pass_card": "- - - ot ot - - - - ot",
    "visitor_pass_a6": "- - - ot ot - - - - ot",
    "visitor_pass_sample": "- - - - - - - - - ot",
    "visitor_register": "- - - ot ot - - - - ot",
    "visitor_attendance": "- - - ot ot - - - - ot",
    "visitor_policy_acceptance": "- - - ot ot - - - - ot",
    # leadership: what was submitted
    "visitor_review": "- - - - ot - - - o ot",
    "visitor_programme": "- - - ot ot - - - - ot",
    "visitor_escort": "- - o ot ot ot - - - ot",  # of one's own
    "visitor_muster_list": "- - - ot ot - - - - ot",
    "visitor_muster_drill": "- - - - ot - - - - ot",
    "visitor_training_record": "- - - ot ot - - - - ot",
    "visitor_certificate": "- - - ot ot - - - - ot",
    "visitor_violation": "- - - - ot - - - - ot",
    "visitor_item_pass": "- - - ot ot - - - - ot",
    "visitor_belonging_slip": "- - - ot ot - - - - ot",
    "visitor_deposit_register": "- - - ot ot - - - - ot",
    "visitor_found_register": "- - - ot ot - - - - ot",
    # whom its kind names to approve or to sign prints it (test_visitor_permit_sheet)
    "visitor_permit": "- - - ot ot - - - - ot",
    "visitor_permit_notice": "- - - ot ot - - - - ot",
    "visitor_permit_door": "- - - ot ot - - - - ot",
    "visitor_permit_register": "- - - ot ot - - - - ot",
    "visitor_permit_worker_card": "- - - ot ot - - - - ot",
    "visitor_shift": "- - - ot ot - - - - ot",
    "client_complaint": "- - o - - - ot ot - -",
    "client_callback": "- - o - - - ot ot - -",
    "client_rectification": "- - o - - - ot ot - -",
    "client_visit": "- - o - - - ot ot - -",
    # leadership: what was submitted
    "client_statistics": "- - - - - - ot ot o -",
}
# What a form tells though its reader may not read it, and why.
TOLD = {
    # whoever accompanies visitors knows their visit by its number (test_visitor_escort)
    ("visitor_escort", "visitor.visit.name"),
}
RENDERERS = ("_render", "_render_qweb_html", "_render_qweb_pdf", "_render_qweb_text")
SHEET = 'class="article"'
REFUSED = "odoo.exceptions.AccessError"


class PrintRights(StatisticsCommon):
    """A record of each form that is one's own, one that is theirs, a neighbour's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._other_company()
        portal = cls._user("portal_client", "base.group_portal")
        cls.client = portal.partner_id
        cls.roles = {
            "public": cls.env.ref("base.public_user"),
            "portal": portal,
            "employee": cls.user_engineer,
            "reception": cls.user_reception,
            "security": cls.user_security,
            "escort": cls._user("hr_escorts", f"{GROUP}visitor_escort"),
            "service": cls.user_service,
            "manager": cls.user_manager,
            "leadership": cls.user_leader,
            "administrator": cls.user_admin,
        }
        assert tuple(cls.roles) == ROLES
        cls.samples = cls._make_samples()

    @classmethod
    def _make_samples(cls):
        """:return: dict by form of a dict: records by letter"""
        own, theirs, nearby = (cls._inside().sudo() for _each in "otn")
        cls._next_door(nearby.pass_ids, nearby.stay_ids)
        samples = {
            "visitor_pass_card": (own.pass_ids, theirs.pass_ids, nearby.pass_ids),
            "visitor_register": (own.stay_ids, theirs.stay_ids, nearby.stay_ids),
            "visitor_attendance": cls._attendances(own, theirs, nearby),
            "visitor_violation": cls._violations(own, theirs, nearby),
            "visitor_item_pass": cls._item_passes(own, theirs, nearby),
            "visitor_belonging_slip": cls._things("deposit", own, theirs, nearby),
            "visitor_found_register": cls._things("found", own, theirs, nearby),
            "visitor_shift": cls._shifts(),
            "visitor_review": cls._reviews(),
            "visitor_programme": cls._programmes(own, theirs, nearby),
            "visitor_training_record": cls._trainings(own, theirs, nearby),
            "visitor_policy_acceptance": cls._acceptances(own, theirs, nearby),
            "visitor_escort": cls._escorts(own, theirs, nearby),
            "visitor_muster_list": cls._musters(),
            "visitor_permit": cls._permits(),
            "client_complaint": cls._complaints(),
            "client_rectification": cls._orders(),
            "client_visit": cls._visits(),
            "client_statistics": cls._statistics(),
        }
        for sheet in ("notice", "door", "register"):
            samples[f"visitor_permit_{sheet}"] = samples["visitor_permit"]
        samples["visitor_permit_worker_card"] = [
            permit.worker_ids for permit in samples["visitor_permit"]
        ]
        samples["visitor_certificate"] = samples["visitor_training_record"]
        samples["visitor_muster_drill"] = samples["visitor_muster_list"]
        samples["visitor_pass_a6"] = samples["visitor_pass_card"]
        samples["visitor_deposit_register"] = samples["visitor_belonging_slip"]
        second = cls.env["visitor.site"].create({"name": "Annex", "tz": "UTC"})
        samples["visitor_pass_sample"] = (cls.site, second, cls.site2)
        samples["client_callback"] = [
            each.sudo().callback_ids.sorted("round")[:1]
            for each in samples["client_complaint"]
        ]
        cls.env.invalidate_all()
        return {
            form: {
                letter: record.sudo()
                for letter, record in zip("otn", records, strict=True)
            }
            for form, records in samples.items()
        }

    @classmethod
    def _complaints(cls):
        own = cls._complaint(state="handled")
        # one call by the head of the department, one by customer service
        called = own.callback_ids.sudo()
        cls._put(called, caller_id=cls.user_engineer.id)
        cls._next_round(called, MID_JANUARY)
        cls._order(own)
        cls._order(own, department_id=cls.cleaning.id)
        theirs = cls._complaint(
            state="handled", partner_id=cls.client2.id, department_id=cls.cleaning.id
        )
        nearby = cls._complaint(state="handled")
        cls._put(nearby.callback_ids, caller_id=cls.user_engineer.id)
        cls._next_door(nearby, nearby.callback_ids)
        return own, theirs, nearby

    @classmethod
    def _acceptances(cls, *people):
        policy = cls.env["visitor.policy"].create(
            {"name": "Rules", "body": "<p>No smoking.</p>"}
        )
        policy.action_publish()
        acceptances = [
            policy.acceptance_ids._record(each, policy, "desk", "en_US")
            for each in people
        ]
        cls._next_door(acceptances[-1])
        return acceptances

    @classmethod
    def _reviews(cls):
        own, theirs, nearby = (
            cls.env["visitor.review"]._generate(cls.site, date(2026, month, 1))
            for month in (1, 2, 3)
        )
        cls._put(own, state="submitted", findings="Old rules")
        cls._put(own.line_ids, state="submitted")
        cls._next_door(nearby, nearby.line_ids)
        return own, theirs, nearby

    @classmethod
    def _musters(cls):
        """Roll calls that are over, each with somebody who was seen."""
        musters = cls.env["visitor.muster"]
        made = []
        for _letter in "otn":
            muster = musters.browse(musters.start(cls.site.id, "drill"))
            muster.add("Wang Wu")
            muster.action_end()
            made.append(muster)
        cls._next_door(made[-1], made[-1].line_ids, made[-1].line_ids.tick_ids)
        return made

    @classmethod
    def _trainings(cls, *people):
        records = [
            trained(each.registration_id.with_user(cls.user_reception))[-1]
            for each in (person.stay_ids for person in people)
        ]
        cls._next_door(records[-1])
        return records

    @classmethod
    def _programmes(cls, *people):
        visits = [each.visit_id for each in people]
        cls.env["visitor.visit.programme"].create(
            [
                {
                    "visit_id": visit.id,
                    "start": visit.start,
                    "stop": visit.stop,
                    "what": "Welcome",
                }
                for visit in visits
            ]
        )
        cls._next_door(visits[-1], visits[-1].programme_ids)
        return visits

    @classmethod
    def _escorts(cls, own, theirs, nearby):
        guards = cls.env["hr.employee"].create([{"name": "Wang"}, {"name": "Zhao"}])
        people = (cls.user_engineer.employee_id, *guards)
        escorts = []
        for visitor, employee in zip((own, theirs, nearby), people, strict=True):
            employee.company_id = visitor.visit_id.company_id
            employee.set_may_escort(True)
            escorts.append(
                cls.env["visitor.escort"].create(
                    {
                        "visit_id": visitor.visit_id.id,
                        "employee_id": employee.id,
                    }
                )
            )
        cls._next_door(escorts[-1])
        return escorts

    @classmethod
    def _permits(cls):
        permits = [
            cls.env["visitor.permit"].create(
                {
                    "kind_id": cls.env.ref(f"{ADDON}.visitor_permit_kind_hot_work").id,
                    "site_id": cls.site.id,
                    "works": "Weld a rail",
                    "worker_ids": [Command.create({"name": "Wu"})],
                }
            )
            for _each in "otn"
        ]
        for permit in permits:
            cls._put(permit, state="approved")
        cls._next_door(permits[-1], permits[-1].worker_ids)
        return permits

    @classmethod
    def _violations(cls, own, theirs, nearby):
        kind = cls.env.ref(f"{ADDON}.visitor_violation_type_smoking").id
        violations = [
            cls.env["visitor.violation"].create(
                {"registration_id": each.registration_id.id, "type_id": kind}
            )
            for each in (own.stay_ids, theirs.stay_ids, nearby.stay_ids)
        ]
        cls._next_door(violations[-1])
        return violations

    @classmethod
    def _item_passes(cls, own, theirs, nearby):
        passes = [
            cls.env["visitor.item.pass"].create(
                {
                    "registration_id": each.id,
                    "line_ids": [Command.create({"name": "Chair"})],
                }
            )
            for each in (own, theirs, nearby)
        ]
        cls._next_door(passes[-1], passes[-1].line_ids)
        return passes

    @classmethod
    def _things(cls, kind, own, theirs, nearby):
        things = [
            cls.env["visitor.belonging"].create(
                {"registration_id": each.id, "kind": kind, "name": "Suitcase"}
            )
            for each in (own, theirs, nearby)
        ]
        cls._next_door(things[-1])
        return things

    @classmethod
    def _shifts(cls):
        gate = cls.env["visitor.site"].create({"name": "Back Gate", "tz": "UTC"})
        return [
            cls.env["visitor.shift"].create({"site_id": site.id})
            for site in (cls.site, gate, cls.site2)
        ]

    @classmethod
    def _attendances(cls, *people):
        hours = cls.env["resource.calendar"].create({"name": "All day", "tz": "UTC"})
        unit = cls.env["visitor.unit"].create({"name": "9", "site_id": cls.site.id})
        cls.env["visitor.visit.hours"].create(
            [
                {
                    "visit_id": person.visit_id.id,
                    "unit_id": unit.id,
                    "resource_calendar_id": hours.id,
                }
                for person in people
            ]
        )
        cls.env.flush_all()
        lines = cls.env["visitor.attendance"]
        return [
            lines.search([("registration_id", "=", person.id)]) for person in people
        ]

    @classmethod
    def _orders(cls):
        own = cls._order(cls._complaint())
        theirs = cls._order(cls._complaint(), department_id=cls.cleaning.id)
        nearby = cls._order(cls._complaint())
        cls._next_door(nearby)
        return own, theirs, nearby

    @classmethod
    def _visits(cls):
        visits = cls.env["client.visit"].with_user(cls.user_service)
        values = {"partner_id": cls.client.id, "purpose": "Quarterly"}
        line = {"employee_id": cls.engineer.id}
        own, theirs, nearby = visits.create(
            [
                {**values, "line_ids": [Command.create(line)]},
                values,
                {**values, "line_ids": [Command.create(line)]},
            ]
        )
        cls.env["client.visit.item"].with_user(cls.user_service).create(
            {"visit_id": own.id, "content": "The lift is slow"}
        )
        cls._next_door(nearby, nearby.line_ids)
        return own, theirs, nearby

    @classmethod
    def _statistics(cls):
        own, theirs, nearby = map(cls._form, ("2026-01-01", "2025-12-01", "2025-11-01"))
        own.write({"analysis": "Old lifts", "recipient_id": cls.user_leader.id})
        own.action_submit()
        cls._next_door(nearby, nearby.line_ids)
        return own, theirs, nearby

    @classmethod
    def _next_door(cls, *groups):
        for records in groups:
            cls._put(records, company_id=cls.company2.id)

    def _cells(self):
        """Form, role, letter, whether it prints."""
        for form, row in FORMS.items():
            for role, letters in zip(ROLES, row.split(), strict=True):
                for letter in "otn":
                    yield form, role, letter, letter in letters


@tagged("post_install", "-at_install")
class TestPrintRights(PrintRights):
    """By the methods that print, with and without superuser's rights."""

    def _reports(self, user):
        self.env.invalidate_all()
        return self.env["ir.actions.report"].with_user(user).sudo(False)

    def _print(self, reports, renderer, form, ids):
        return getattr(reports, renderer)(f"{ADDON}.{form}", ids, data={})[0].decode()

    def test_every_form_says_whose_it_is(self):
        """A new form: decide who prints it, here and in the groups of its report."""
        reports = self.env["ir.actions.report"].search(
            [("report_name", "=like", f"{ADDON}.%")]
        )
        names = {f"{ADDON}.{form}" for form in FORMS}
        self.assertEqual(set(reports.mapped("report_name")), names)
        for report in reports:
            self.assertTrue(report.group_ids, report.report_name)
        own = self.env["ir.model.data"].search(
            [("module", "=", ADDON), ("model", "=", "ir.actions.report")]
        )
        self.assertEqual(set(own.mapped("res_id")), set(reports.ids))

    def test_each_role_prints_what_the_table_says(self):
        for form, role, letter, may in self._cells():
            ids = self.samples[form][letter].ids
            for renderer in RENDERERS:
                reports = self._reports(self.roles[role])
                with self.subTest(form, role=role, of=letter, by=renderer):
                    if may:
                        self.assertIn(SHEET, self._print(reports, renderer, form, ids))
                        continue
                    # with sudo: as Odoo's portal pages and mails do it
                    for each in (reports, reports.sudo()):
                        with self.assertRaises(AccessError):
                            self._print(each, renderer, form, ids)

    def test_one_foreign_record_in_a_list_prints_none(self):
        for form, role, letter, may in self._cells():
            if may:
                continue
            ids = (self.samples[form]["o"] | self.samples[form][letter]).ids
            with self.subTest(form, role=role, of=letter):
                with self.assertRaises(AccessError):
                    reports = self._reports(self.roles[role])
                    self._print(reports, "_render_qweb_html", form, ids)

    def test_a_form_without_groups_is_for_nobody(self):
        form = "client_complaint"
        self.env.ref(f"{ADDON}.report_{form}").group_ids = False
        for user in (self.user_manager, self.user_admin):
            with self.assertRaises(AccessError):
                self._print(
                    self._reports(user),
                    "_render_qweb_html",
                    form,
                    self.samples[form]["o"].ids,
                )

    def test_a_kept_print_is_not_handed_out(self):
        """An administrator may set that prints are kept as attachments."""
        complaint = self.samples["client_complaint"]["o"]
        self.env.ref(f"{ADDON}.report_client_complaint").write(
            {"attachment": "'kept.pdf'", "attachment_use": True}
        )
        self.env["ir.attachment"].create(
            {
                "name": "kept.pdf",
                "raw": b"%PDF-1.4 kept",
                "res_model": complaint._name,
                "res_id": complaint.id,
            }
        )
        for role in ("portal", "leadership"):
            reports = self._reports(self.roles[role]).sudo()
            reports = reports.with_context(force_report_rendering=True)
            with self.assertRaises(AccessError):
                reports._render_qweb_pdf(f"{ADDON}.client_complaint", complaint.ids)

    def test_no_mail_takes_a_form_along_that_its_sender_does_not_print(self):
        complaint = self.samples["client_complaint"]["o"]
        template = self.env["mail.template"].create(
            {
                "name": "With the form",
                "model_id": self.env["ir.model"]._get_id(complaint._name),
                "report_template_ids": [
                    Command.link(self.env.ref(f"{ADDON}.report_client_complaint").id)
                ],
            }
        )
        wanted = ([complaint.id], {"report_template_ids"})
        for role, may in (("portal", False), ("reception", False), ("service", True)):
            self.env.invalidate_all()
            as_role = template.with_user(self.roles[role]).sudo()
            if may:
                values = as_role._generate_template_attachments(*wanted)
                self.assertTrue(values[complaint.id]["attachments"])
            else:
                with self.assertRaises(AccessError):
                    as_role._generate_template_attachments(*wanted)

    # ------------------------------------------------------------
    # WHAT STANDS ON A FORM
    # ------------------------------------------------------------

    def _planted(self, record):
        """Plant a word of its own in each text of a record, and of ours around it.

        :return: dict by word: record and name of the field
        """
        words = {}
        around = [record]
        for name, field in record._fields.items():
            if field.relational and field.comodel_name in self.env:
                if self.env[field.comodel_name]._original_module == ADDON:
                    around.append(record[name])
        for each in {(r._name, r.id): r for group in around for r in group}.values():
            if not each._auto:
                continue
            for name, field in each._fields.items():
                plain = field.store and field.column_type and not field.translate
                if field.groups == fields.NO_ACCESS:
                    continue  # nobody reads it, and a pass proves its code by it
                if plain and field.type in ("char", "text") and name != "phone":
                    word = f"qz{each.id}q{len(words):03}"  # numbers differ
                    words[word] = each, name
                    self._put(each, **{name: word})
        return words

    def test_what_stands_on_a_form_its_reader_may_read(self):
        """Each field, of each record on it: not only the record that is printed."""
        shown = set()
        for form, row in FORMS.items():
            words = self._planted(self.samples[form]["o"])
            for role, letters in zip(ROLES, row.split(), strict=True):
                if "o" not in letters:
                    continue
                reports = self._reports(self.roles[role])
                ids = self.samples[form]["o"].ids
                html = self._print(reports, "_render_qweb_html", form, ids)
                for word, (record, name) in words.items():
                    if word in html:
                        shown.add(form)
                        self.env.invalidate_all()
                        field = str(record._fields[name])
                        reader = record.with_user(self.roles[role]).sudo(False)
                        if (form, field) in TOLD:
                            continue
                        with self.subTest(form, role=role, field=field):
                            reader.read([name])
        self.assertEqual(shown, set(FORMS), "the words were planted")

    def test_the_head_of_a_department_reads_that_something_is_left_out(self):
        complaint = self.samples["client_complaint"]["o"]
        called, by_service = complaint.callback_ids.sorted("round")
        self._put(called, client_words="mine")
        self._put(by_service, client_words="not-for-you")
        for user, whole in ((self.user_engineer, False), (self.user_service, True)):
            reports = self._reports(user)
            html = self._print(
                reports, "_render_qweb_html", "client_complaint", complaint.ids
            )
            self.assertIn("mine", html)
            self.assertEqual("not-for-you" in html, whole)
            self.assertEqual("Left out" in html, not whole)


@tagged("post_install", "-at_install")
class TestPrintDoors(PrintRights, HttpCase):
    """By the addresses that print."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for role, user in cls.roles.items():
            if role != "public":
                user.password = user.login

    def _doors(self, form, ids):
        """The answers of all addresses that print a form."""
        ids = ",".join(map(str, ids))
        name = f"{ADDON}.{form}"
        options = json.dumps({"report_type": "html", "docs": "all", "ids": ids})
        for url in (
            f"/report/html/{name}/{ids}",
            f"/report/pdf/{name}/{ids}",
            f"/report/text/{name}/{ids}",
            f"/report/html/{ADDON}.report_{form}/{ids}?options={options}",
        ):
            yield url, self.url_open(url, allow_redirects=False)
        for kind, url in (
            ("qweb-pdf", f"/report/pdf/{name}/{ids}"),
            ("qweb-text", f"/report/text/{name}/{ids}"),
        ):
            post = {
                "data": json.dumps([url, kind]),
                "context": json.dumps({"lang": "en_US"}),
                "csrf_token": Request.csrf_token(self),
            }
            answer = self.url_open("/report/download", post, allow_redirects=False)
            yield f"download {url}", answer
        if form == "client_statistics":
            url = f"/visitor/client-statistics/{ids}.xlsx"
            yield url, self.url_open(url, allow_redirects=False)

    def _assert_refused(self, answer, role):
        self.assertNotIn(SHEET, answer.text)
        self.assertFalse(answer.content.startswith((b"PK", b"%PDF")))
        if role == "public":
            self.assertEqual(answer.status_code, 303)
            self.assertIn("/web/login", answer.headers["Location"])
        elif answer.status_code == 200:  # so Odoo's download tells the web client
            self.assertIn(REFUSED, json.loads(unescape(answer.text))["data"]["name"])
        else:
            self.assertIn(answer.status_code, (403, 404))

    @mute_logger("odoo.http", "odoo.addons.web.controllers.report")
    def test_each_role_gets_by_each_address_what_the_table_says(self):
        role_before = None
        for form, role, letter, may in sorted(self._cells(), key=lambda cell: cell[1]):
            row = FORMS[form].split()[ROLES.index(role)]
            if row == "-" and letter != "o":
                continue  # asked above; refused for the role, not for the record
            if role != role_before:
                login = self.roles[role].login if role != "public" else None
                self.authenticate(login, login)
                role_before = role
            for url, answer in self._doors(form, self.samples[form][letter].ids):
                with self.subTest(url, role=role, of=letter):
                    if may:
                        self.assertEqual(answer.status_code, 200)
                        if not url.endswith(".xlsx"):
                            self.assertIn(SHEET, answer.text)
                    else:
                        self._assert_refused(answer, role)

    @mute_logger("odoo.http", "odoo.addons.web.controllers.report")
    def test_a_list_of_ids_and_none_at_all(self):
        for role in ("portal", "employee", "leadership"):
            login = self.roles[role].login
            self.authenticate(login, login)
            for form, records in self.samples.items():
                ids = [records["o"].id, records["n"].id]
                for url, answer in self._doors(form, ids):
                    with self.subTest(url, role=role):
                        self._assert_refused(answer, role)
                url = f"/report/html/{ADDON}.{form}"
                for nothing in (url, f"{url}/0", f"{url}/x"):
                    with self.subTest(nothing, role=role):
                        self._assert_refused(self.url_open(nothing), role)

    @mute_logger("odoo.http")
    def test_a_record_that_is_gone(self):
        complaint = self._complaint()
        number = complaint.id
        complaint.unlink()
        self.authenticate("service", "service")
        answer = self.url_open(f"/report/html/{ADDON}.client_complaint/{number}")
        self.assertEqual(answer.status_code, 404)
        with self.assertRaises(MissingError):
            self.env["ir.actions.report"].with_user(
                self.user_service
            )._render_qweb_html(f"{ADDON}.client_complaint", [number])

    @mute_logger("odoo.http")
    def test_what_renders_is_not_called_from_outside(self):
        self.authenticate("service", "service")
        ids = self.samples["client_complaint"]["o"].ids
        for renderer in (*RENDERERS, "_get_rendering_context", "_check_print"):
            with self.subTest(renderer):
                with self.assertRaises(JsonRpcException):
                    self.make_jsonrpc_request(
                        f"/web/dataset/call_kw/ir.actions.report/{renderer}",
                        {
                            "model": "ir.actions.report",
                            "method": renderer,
                            "args": [f"{ADDON}.client_complaint", ids],
                            "kwargs": {},
                        },
                    )
