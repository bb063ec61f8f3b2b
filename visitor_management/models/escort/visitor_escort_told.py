from odoo import fields, models
from odoo.tools.translate import LazyTranslate

from ...tools.groups import ESCORT
from ...tools.mail_secret import SLOT
from ...tools.sentences import say
from .visitor_escort import LIVE

_lt = LazyTranslate(__name__)

ACTIVITY = "visitor_management.mail_activity_type_escort"
MAIL = "visitor_management.mail_template_visitor_escort"

# What is said: the line above, with the number of the visit and no names; a sentence.
WORDS = {
    # to the employee
    "asked": (
        _lt("You are asked to accompany visitors (%s)"),
        _lt("Please accept or decline: the visitors are let in with an escort only."),
    ),
    "not_answered": (
        _lt("Your answer is waited for: accompany visitors (%s)"),
        _lt("Please accept or decline: somebody else can be asked then."),
    ),
    "soon": (
        _lt("You accompany visitors soon (%s)"),
        _lt("Meet them at reception. Hand over to a colleague if you can't."),
    ),
    "called_off": (
        _lt("You need not accompany visitors any more (%s)"),
        _lt("Your escort was called off: %(reason)s"),
    ),
    "taken_over": (
        _lt("A colleague goes on with your visitors (%s)"),
        _lt("%(employee)s has taken over from you."),
    ),
    # to coordinators
    "declined": (
        _lt("An escort was declined (%s)"),
        _lt("%(employee)s can't accompany the visitors: %(reason)s Ask somebody else."),
    ),
    "left": (
        _lt("An escort is missing again (%s)"),
        _lt("%(employee)s does not accompany visitors any more. Ask somebody else."),
    ),
    "not_mailed": (
        _lt("An escort could not be asked by mail (%s)"),
        _lt("The mail to %(employee)s failed. Call, or ask somebody else."),
    ),
    "at_desk": (
        _lt("Visitors at the desk wait for their escort (%s)"),
        _lt(
            "%(accepted)s of %(needed)s escorts have accepted, and the visitors are "
            "here: ask somebody now."
        ),
    ),
    # alarms, to coordinators and the desk
    "nobody": (
        _lt("Escort missing: the visitors come soon (%s)"),
        _lt(
            "%(accepted)s of %(needed)s escorts have accepted. Without them the "
            "visitors are not let in: ask somebody now."
        ),
    ),
    "late": (
        _lt("An escort is late (%s)"),
        _lt(
            "%(employee)s should be with the visitors by now and has not begun. Call, "
            "or ask somebody else."
        ),
    ),
    "alone": (
        _lt("Visitors are inside without an escort (%s)"),
        _lt("Nobody is with them: the escort is done, or never came. Send somebody."),
    ),
    "overstay": (
        _lt("An escort takes longer than planned (%s)"),
        _lt(
            "%(employee)s is still with the visitors. Ask whether somebody has to take "
            "over."
        ),
    ),
}


class VisitorEscort(models.Model):
    """Who is told what of an escort: in Odoo, and by mail with a link to answer."""

    _inherit = "visitor.escort"

    # ------------------------------------------------------------
    # THE EMPLOYEE
    # ------------------------------------------------------------

    def _ask(self):
        """Ask the employees: on their lists, and by a mail that can be answered."""
        for escort in self:
            user = escort.employee_id.user_id
            if user:
                # quiet: Odoo's own mail would not say what it is about
                escort.with_context(mail_activity_quick_update=True).activity_schedule(
                    ACTIVITY, user_id=user.id
                )
            if not escort._mail_link("asked"):
                escort._tell_employee("asked")
        self.site_id._escorts_changed()

    def _mail_link(self, code):
        """Mail a link to answer, where the employee has an address.

        :param str code: of ``WORDS``: what the mail says
        :return: whether it was mailed
        """
        self.ensure_one()
        address = self._address()
        if not address:
            return False
        lang = self._lang()
        env = self.with_context(lang=lang).env
        subject, sentence = WORDS[code]
        # behind the #: no server, proxy or log sees it in an address
        url = f"{self.get_base_url()}/visitor/escort?lang={lang}#{SLOT}"
        self.env["visitor.escort.link"]._send_link(
            self.env.ref(MAIL),
            self,
            address,
            escort_url=url,
            escort_subject=say(env, subject) % (self.visit_id.name or ""),
            escort_sentence=say(env, sentence),
        )
        return True

    def _address(self):
        """Where the employee reads mail, or nothing."""
        employee = self.employee_id
        return employee.work_email or employee.user_id.email

    def _partner(self):
        employee = self.employee_id
        return employee.user_id.partner_id or employee.work_contact_id

    def _lang(self):
        """The language in which the employee is written to."""
        return self._partner().lang or self.site_id._lang()

    def _in_its_language(self, reason):
        """A reason as the employee reads it: a text, or a lazy translation."""
        if isinstance(reason, str):
            return reason
        return say(self.with_context(lang=self._lang()).env, reason)

    def _tell_employee(self, code):
        self.ensure_one()
        if self._partner() != self.env.user.partner_id:
            self._tell(self._partner(), code)

    def _tell_predecessor(self):
        """Whoever handed over hears that the colleague goes on."""
        before = self.replaces_id._partner()
        if before != self.env.user.partner_id:
            self._tell(before, "taken_over")

    def _answered(self, sentence=None):
        """The answer is there, or not waited for any more: nothing asks for it.

        :param sentence: a lazy translation for the history
        """
        self.activity_unlink([ACTIVITY])
        over = self.filtered(lambda each: each.state not in LIVE)
        links = self.env["visitor.escort.link"].search(
            [("escort_id", "in", over.ids), ("ended_at", "=", False)]
        )
        links.write({"ended_at": fields.Datetime.now()})
        for escort in self if sentence else ():
            escort._log_said(sentence)

    # ------------------------------------------------------------
    # THE OTHERS
    # ------------------------------------------------------------

    def _tell_coordinators(self, code):
        """Tell those who assign escorts, but for whoever has just done it."""
        self.ensure_one()
        for user in self.site_id._escort_coordinators() - self.env.user:
            self._tell(user.partner_id, code)

    def _tell_alarm(self, code):
        """Tell coordinators and the desk what needs somebody at once."""
        self.ensure_one()
        told = self.site_id._escort_coordinators() | self.site_id._receptionists()
        for user in told:
            self._tell(user.partner_id, code)

    # ------------------------------------------------------------
    # WHAT IS SAID
    # ------------------------------------------------------------

    def _tell(self, partner, code):
        subject, sentence = WORDS[code]

        def words(env):
            escort = self.with_env(env).sudo()  # of an escort the reader is told of
            text = say(env, sentence) % {
                "employee": escort.employee_id.name,
                "reason": escort.reason or "",
            }
            return (
                say(env, subject) % (escort.visit_id.name or ""),
                env["ir.qweb"]._render(
                    "visitor_management.visitor_visit_told",
                    {"sentence": text, "rows": escort._rows_told(env)},
                ),
            )

        self.env["visitor.told"]._notify(
            partner, words, about=self, otherwise=self.site_id._lang()
        )

    def _rows_told(self, env):
        rows = [
            (env._("Escort"), self.employee_id.name),
            (env._("Visitors"), self.visitors),
            (env._("Firm"), self.organization),
            (env._("Languages"), self.languages),
            (env._("Time"), self.local_window),
            (env._("Where"), self.area_names or self.site_id.name),
        ]
        return [(label, text) for label, text in rows if text]


class VisitorSite(models.Model):
    """Who is told of escorts at a site."""

    _inherit = "visitor.site"

    def _escort_coordinators(self):
        return self._users_of(ESCORT)
