from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools import keys
from ...tools.groups import ADMIN, RECEPTION

# What wkhtmltopdf is called when it can print our pages, which load nothing.
PRINTS = ("ok", "workers")


class VisitorSetup(models.AbstractModel):
    """What reception needs before the first visitor comes."""

    _inherit = "visitor.setup"

    @api.model
    def _reception_lines(self, company):
        sites = self._sites(company)
        return [
            self._site_line(sites),
            self._clock_line(sites),
            self._hours_line(sites),
            self._kinds_line(company),
            self._cards_line(sites),
            self._desk_roles_line(company),
            self._secret_line(company),
            self._print_line(company, sites),
            self._sample_line(company, sites),
        ]

    # ------------------------------------------------------------
    # THE PLACE
    # ------------------------------------------------------------

    def _site_line(self, sites):
        _ = self.env._
        if not sites:
            return self._line(
                "site",
                False,
                _("No site yet"),
                _("A site is the building that visitors come to."),
                {"label": _("Make a site"), "id": self._dialog("site")},
            )
        lost = sites.filtered(lambda site: not site.partner_id)[:1]
        if lost:
            return self._line(
                "site",
                False,
                _("%s has no address", lost.name),
                _("It stands on invitations and says in which country it is."),
                self._dialog_button(_("Write it"), "site", lost),
            )
        return self._line("site", True, self._joined(_("Site"), sites.mapped("name")))

    def _clock_line(self, sites):
        if not sites:
            return None
        _ = self.env._
        doubtful = sites.filtered(lambda site: site._clock_is_doubtful())[:1]
        if not doubtful:
            return self._line(
                "clock", True, self._joined(_("Time zone"), sites.mapped("tz"))
            )
        guess = doubtful.company_id._guess_clock(doubtful._country()).tz
        detail = doubtful.tz_hint
        label = _("%(site)s goes by %(tz)s", site=doubtful.name, tz=doubtful.tz)
        if guess == doubtful.tz:  # nothing to propose: choose it
            action = self._dialog_button(_("Choose"), "site", doubtful)
        else:
            action = {"label": _("Set to %s", guess), "method": "set_site_clock"}
        return self._line("clock", False, label, detail, action)

    def _hours_line(self, sites):
        if not sites:
            return None
        _ = self.env._
        always = sites.filtered(lambda site: not site.resource_calendar_id)[:1]
        if always:
            return self._line(
                "hours",
                False,
                _("%s never closes", always.name),
                _("With opening hours nobody is admitted after closing time."),
                self._dialog_button(_("Set hours"), "hours", always),
            )
        calendars = sites.resource_calendar_id
        return self._line(
            "hours", True, self._joined(_("Opening hours"), calendars.mapped("name"))
        )

    # ------------------------------------------------------------
    # WHAT VISITORS COME FOR, WHAT THEY GET
    # ------------------------------------------------------------

    def _kinds_line(self, company):
        _ = self.env._
        count = self.env["visitor.visit.type"].search_count(
            [("company_id", "in", (company.id, False))]
        )
        action = {
            "label": _("Look through") if count else _("Make one"),
            "id": "visitor_management.visitor_visit_type_action",
        }
        if not count:
            return self._line("kinds", False, _("No kind of visit"), "", action)
        return self._line("kinds", True, _("Kinds of visit: %s", count), "", action)

    def _cards_line(self, sites):
        if not sites:
            return None
        _ = self.env._
        count = self.env["visitor.card"].search_count([("site_id", "in", sites.ids)])
        if count:
            return self._line(
                "cards",
                True,
                _("Cards: %s", count),
                "",
                self._dialog_button(_("Make more"), "cards", sites[:1]),
            )
        return self._line(
            "cards",
            False,
            _("No cards in stock"),
            _("Plastic cards with a number. Without them passes are printed."),
            self._dialog_button(_("Make 0401–0500"), "cards", sites[:1]),
        )

    # ------------------------------------------------------------
    # PEOPLE
    # ------------------------------------------------------------

    def _desk_roles_line(self, company):
        _ = self.env._
        people = self._people_with(RECEPTION, company, but=ADMIN)
        action = {"label": _("Give roles"), "id": self._dialog("role")}
        if people:
            return self._line(
                "roles", True, _("Receptionists: %s", len(people)), "", action
            )
        return self._line(
            "roles",
            False,
            _("Nobody is receptionist yet"),
            _("Administrators don't count: they are not at the desk all day."),
            action,
        )

    def _people_with(self, group, company, but):
        """Who works for the company and has a role, without those who have all."""
        # sudo: how many have a role that the user may give
        users_sudo = self.env["res.users"].sudo()
        with_all_sudo = users_sudo.search(
            [("all_group_ids", "in", self.env.ref(but).ids)]
        )
        return users_sudo.search(
            Domain("all_group_ids", "in", self.env.ref(group).ids)
            & Domain("id", "not in", with_all_sudo.ids)
            & Domain("company_ids", "in", company.ids)
            & Domain("share", "=", False)
        )

    # ------------------------------------------------------------
    # THE SERVER
    # ------------------------------------------------------------

    def _secret_line(self, company):
        _ = self.env._
        state, advice = self.env["visitor.secret"]._state()
        if state not in ("good", "new"):
            return self._line("secret", False, _("The secret is not in order"), advice)
        if keys.secret_source() != "file":
            return self._line("secret", True, _("Secret kept outside the database"))
        if company.visitor_secret_noted:
            return self._line("secret", True, _("Secret in a file, one server"))
        return self._line(
            "secret",
            False,
            _("Secret stands in a file only this server has"),
            "",
            {
                "label": _("What to do"),
                "method": "note_secret",
                "ask": _(
                    "Codes of passes are made, and identity numbers encrypted, with a "
                    "secret that is not in the database. It stands in a file in the "
                    "data folder of this server.\n\nSeveral servers: set the same "
                    "VISITOR_MANAGEMENT_SECRET in the environment of each, and start "
                    "them again.\n\nOne server: keep a copy of the file apart from "
                    "the backups of the database."
                ),
                "yes": _("One server, file copied"),
            },
        )

    def _print_line(self, company, sites):
        if not sites:
            return None
        _ = self.env._
        state = self.env["ir.actions.report"].get_wkhtmltopdf_state()
        action = {"label": _("Print"), "method": "test_print"}
        if state not in PRINTS:
            return self._line(
                "print", False, _("Passes can't be printed"), self._cant_print(), action
            )
        if company.visitor_print_tested:
            return self._line("print", True, _("A test pass was printed"), "", action)
        return self._line("print", False, _("Print a test pass"), "", action)

    def _cant_print(self):
        return self.env._(
            "The program wkhtmltopdf is missing on the server or does not answer. "
            "Whoever runs the server installs version 0.12.6 with patched Qt."
        )

    def _sample_line(self, company, sites):
        if not sites:
            return None
        _ = self.env._
        visit = self._sample_of(company)
        if visit:
            return self._line(
                "sample",
                True,
                _("A sample visit stands on the list of today"),
                "",
                {"label": _("Delete it"), "method": "delete_sample"},
                optional=True,
            )
        return self._line(
            "sample",
            False,
            _("See how it looks with a visitor"),
            _("A sample that nobody is told of and no figure counts."),
            {"label": _("Make a sample visit"), "method": "make_sample"},
            optional=True,
        )

    def _sample_of(self, company):
        return self.env["visitor.visit"].search(
            [("company_id", "=", company.id), ("sample", "=", True)]
        )

    # ------------------------------------------------------------
    # BUTTONS
    # ------------------------------------------------------------

    @api.model
    def set_site_clock(self):
        """Give the sites of the company whose clock is doubtful the one that fits.

        :return: True
        :raise AccessError: not the administrator of visitors
        """
        self._check_half("reception")
        self._sites(self.env.company)._use_guessed_clock()
        return True

    @api.model
    def note_secret(self):
        """Remember that the file with the secret is all there is to be kept.

        :return: True
        :raise AccessError: not the administrator of visitors
        """
        self._check_half("reception")
        self.env.company.sudo().visitor_secret_noted = True  # a note of ours
        return True

    @api.model
    def test_print(self):
        """Print a sample pass, and say whether that works here.

        :return: the action that opens the sample
        :raise AccessError: not the administrator of visitors
        :raise UserError: there is no site yet, or the server can't print; says why
        """
        self._check_half("reception")
        company = self.env.company
        site = self._sites(company)[:1]
        if not site:
            raise UserError(self.env._("Make a site first: it stands on the pass."))
        reports = self.env["ir.actions.report"]
        if reports.get_wkhtmltopdf_state() not in PRINTS:
            raise UserError(self._cant_print())
        report = self.env.ref("visitor_management.report_visitor_pass_sample")
        # made here, so that the line is green when it is true
        reports._render_qweb_pdf(report.report_name, site.ids)
        company.sudo().visitor_print_tested = True  # a note of ours
        return report.report_action(site, config=False)

    @api.model
    def make_sample(self):
        """Put a sample visit on the list of today, in place of an older one.

        :return: True
        :raise AccessError: not the administrator of visitors
        :raise UserError: there is no site or no kind of visit yet
        """
        self._check_half("reception")
        self.delete_sample()
        site = self._sites(self.env.company)[:1]
        if not site:
            raise UserError(self.env._("Make a site first: visitors come to one."))
        self.env["visitor.visit"]._make_sample(site)
        return True

    @api.model
    def delete_sample(self):
        """Delete the sample visit of the company, and nothing else.

        :return: True
        :raise AccessError: not the administrator of visitors
        :raise UserError: something was kept with it
        """
        self._check_half("reception")
        self._sample_of(self.env.company)._delete_sample()
        return True

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _sites(self, company):
        return self.env["visitor.site"].search([("company_id", "=", company.id)])

    def _dialog(self, name):
        """The xml id of the action of one of our dialogs."""
        dialogs = {"role": "visitor_role_wizard_action"}
        action = dialogs.get(name, f"visitor_setup_{name}_action")
        return f"visitor_management.{action}"

    def _dialog_button(self, label, name, site):
        return {
            "label": label,
            "id": self._dialog(name),
            "context": {"default_site_id": site.id},
        }

    def _joined(self, label, names):
        """“Sites A, B …”: the first two of what there is."""
        names = list(dict.fromkeys(names))
        more = " …" if len(names) > 2 else ""
        return self.env._(
            "%(label)s: %(names)s", label=label, names=", ".join(names[:2]) + more
        )
