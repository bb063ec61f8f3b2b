from lxml import etree

from odoo.tests import Form, tagged

from .common import GROUP, VisitorCommon
from .views_common import ViewsCommon

OWN_VISITS = {"Visits", "My Visits", "To Approve"}
DESK = OWN_VISITS | {
    "All Visits",
    "Register",
    "Register of Visitors",
    "Visitors",
    "Passes",
    "Not Given Back",
    "Cards",
    "Movements",
    "Waivers",
    "Opened Areas",
    "Identity Documents",
    "Reporting",
}
REVEALED = {"Revealed Identity Numbers"}
CONFIGURATION = {"Configuration", "Sites", "Areas", "Units", "Gates", "Kinds of Visit"}


@tagged("post_install", "-at_install")
class TestViews(ViewsCommon, VisitorCommon):
    root = "visitor_management.visitor_menu_root"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_escort = cls._user("escort", "base.group_user")
        cls.user_hr = cls._user("hr", f"{GROUP}visitor_escort", "hr.group_hr_user")
        # something to see in every view
        waiting = cls._visit(cls.user_host2, host_id=cls.employee.id)
        waiting.type_id = cls.type_host
        waiting.action_submit()
        person = cls._inside()
        person.check_out(card_returned=False)
        cls._inside().step_out()
        cls.env["visitor.card"].create({"number": "1", "site_id": cls.site.id})
        late = cls._registration()
        late.waive("outside_hours", "Asked for")

    # ------------------------------------------------------------
    # MENUS
    # ------------------------------------------------------------

    def test_each_role_is_shown_its_menus(self):
        for user, offered, hidden in (
            (self.user_host, OWN_VISITS, DESK - OWN_VISITS | CONFIGURATION),
            (self.user_escort, OWN_VISITS, DESK - OWN_VISITS | CONFIGURATION),
            (self.user_reception, DESK, CONFIGURATION | REVEALED),
            (self.user_security, DESK | REVEALED, CONFIGURATION),
            (self.user_admin, DESK | CONFIGURATION, {"Settings"}),
        ):
            with self.subTest(user=user.login):
                names = set(self._menus(user).mapped("name"))
                self.assertFalse(offered - names, "not offered")
                self.assertFalse(hidden & names, "offered in vain")

    def test_every_menu_opens_for_whom_it_is_shown(self):
        users = (
            self.user_host,
            self.user_escort,
            self.user_hr,
            self.user_reception,
            self.user_security,
            self.user_admin,
            self.env.ref("base.user_admin"),
        )
        self._check_menus_open(users)

    # ------------------------------------------------------------
    # BUTTONS
    # ------------------------------------------------------------

    def test_what_the_desk_does_is_offered_to_the_desk(self):
        desk = {"Check In", "Check Out", "Out for Now", "Refuse", "Set Aside…"}
        mine = self._buttons(self.user_host, "visitor.registration")
        self.assertFalse(mine & desk)
        self.assertIn("Does Not Come", mine)
        theirs = self._buttons(self.user_reception, "visitor.registration")
        self.assertFalse(desk - theirs)

    def test_only_reception_passes_on_the_word_of_the_host(self):
        self.assertNotIn("Host Agreed", self._buttons(self.user_host, "visitor.visit"))
        theirs = self._buttons(self.user_reception, "visitor.visit")
        self.assertIn("Host Agreed", theirs)

    def test_only_administrators_make_tokens(self):
        theirs = self._buttons(self.user_reception, "visitor.gate")
        self.assertNotIn("New Token", theirs)
        self.assertIn("New Token", self._buttons(self.user_admin, "visitor.gate"))

    def test_what_is_not_mine_to_write_offers_no_new_record(self):
        for model in ("visitor.site", "visitor.visit.type", "visitor.card"):
            view = (
                self.env[model]
                .with_user(self.user_reception)
                .get_view(view_type="list")
            )
            self.assertEqual(etree.fromstring(view["arch"]).get("create"), "False")

    # ------------------------------------------------------------
    # THE FORM OF A HOST
    # ------------------------------------------------------------

    def test_an_employee_announces_a_visit(self):
        """Who may not read employees fills in the form and is the host."""
        form = Form(self.env["visitor.visit"].with_user(self.user_host))
        self.assertEqual(form.host_id.name, "Anita Oliver")
        form.purpose = "Design review"
        form.type_id = self.type_host
        form.site_id = self.site
        with form.registration_ids.new() as line:
            line.name = "Zhang Wei 张伟"
            line.phone = "+86 138 1111 2222"
        with form.registration_ids.new() as line:
            line.name = "Delegation"
            line.headcount = 4
        visit = form.save()
        self.assertEqual(visit.headcount, 5)
        visit.action_announce()
        self.assertEqual(visit.state, "approved")
        codes = visit.with_user(self.user_reception).registration_ids.pass_ids
        self.assertEqual(codes.mapped("state"), ["ready", "ready"])

    def test_a_visit_that_names_nobody_is_not_announced(self):
        visit = self._visit(names=())
        with self.assertRaisesRegex(Exception, "add at least one visitor"):
            visit.action_announce()
        self.assertEqual(visit.state, "draft")

    def test_what_is_over_is_read_only(self):
        visit = self._visit(type_id=self.type_host.id, host_id=self.employee2.id)
        visit.action_submit()
        for user in (self.user_host, self.user_host2, self.user_reception):
            self.assertTrue(visit.with_user(user).may_change)
        visit.action_cancel("Ill")
        self.assertFalse(visit.may_change)
        form = Form(visit)
        with self.assertRaises(AssertionError):
            form.start = visit.stop

    def test_everybody_finds_what_waits_for_them(self):
        visits = self.env["visitor.visit"]
        for_host2 = self._visit(type_id=self.type_host.id, host_id=self.employee2.id)
        for_security = self._visit(type_id=self.type_security.id)
        (for_host2 | for_security).action_submit()
        both = ("id", "in", (for_host2 | for_security).ids)
        for user, mine in (
            (self.user_host, visits),
            (self.user_host2, for_host2),
            (self.user_reception, visits),
            (self.user_security, for_security),
        ):
            found = visits.with_user(user).search([("may_approve", "=", True), both])
            self.assertEqual(found, mine, user.login)
            self.assertEqual(found.mapped("may_approve"), [True] * len(mine))
            rest = visits.with_user(user).search([("may_approve", "=", False), both])
            self.assertFalse(rest & mine)
        asked = visits.with_user(self.user_reception)
        self.assertEqual(asked.search([("may_ask", "=", True), both]), for_host2)
        self.assertFalse(
            visits.with_user(self.user_host).search([("may_ask", "=", True)])
        )

    def test_what_safety_asks_for_is_said_in_the_settings(self):
        """An administrator who opens a place or a kind finds all that it may ask."""
        asked = {"policy_ids", "induction_ids"}
        for model, fields in {
            "visitor.site": asked
            | {"important_escort", "staff_training_required", "watchlist_two_people"},
            "visitor.area": asked | {"escort_required", "guests_per_escort"},
            "visitor.visit.type": asked | {"escort_required", "each_by_name"},
        }.items():
            arch = etree.fromstring(self.env[model].get_view(view_type="form")["arch"])
            missing = fields - set(arch.xpath("//field/@name"))
            self.assertFalse(missing, model)

    def test_a_phone_shows_safety_as_cards(self):
        """A phone opens the first view that is no table, where there is one."""
        for action in (
            "visitor_escort_action",
            "visitor_escort_my_action",
            "visitor_escort_need_action",
            "visitor_watchlist_action",
            "visitor_watchlist_hit_action",
            "visitor_policy_acceptance_action",
            "visitor_policy_duty_action",
            "visitor_induction_record_action",
            "visitor_induction_due_action",
            "visitor_review_action",
            "visitor_muster_action",
        ):
            window = self.env.ref(f"visitor_management.{action}")
            self.assertIn("kanban", window.view_mode.split(","), action)
