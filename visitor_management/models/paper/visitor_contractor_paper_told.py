from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.translate import LazyTranslate

from ...tools import contractor_papers
from ...tools.sentences import say
from ...tools.transaction import apart, batches

_lt = LazyTranslate(__name__)

# What stands behind each paper of the digest.
STANDS = {
    "missing": _lt("missing"),
    "refused": _lt("refused: %s"),
    "expired": _lt("expired on %s"),
    "expiring": _lt("expires on %s"),
}


class VisitorContractorPaper(models.Model):
    """What a firm hears of its papers: why one was refused, and what it has to bring.

    Each firm gets one digest that names all of it, for its own papers and for those of
    its workers. What was entered and waits for security is not in it.
    """

    _inherit = "visitor.contractor.paper"

    # ------------------------------------------------------------
    # REFUSED
    # ------------------------------------------------------------

    def _mail_refusal(self):
        """Mail to the contact people of the firm why a paper was refused."""
        self.ensure_one()
        people_sudo = self._contact_people()
        for person_sudo in people_sudo:
            self._tell_firm(person_sudo, self._words_refusal)
        if people_sudo:
            self.mailed_at = fields.Datetime.now()

    def _words_refusal(self, env):
        """What is mailed: subject and body."""
        paper = self.with_env(env).sudo()  # told to its own firm
        said = env._(
            "We can't accept this paper: %(kind)s of %(name)s. Please send another one "
            "to our reception.",
            kind=paper.kind.name,
            name=paper.partner_id.name,
        )
        body = Markup("<p>%s</p><p>%s</p><p>%s</p>") % (
            said,
            paper.refused_reason,
            paper.company_id.name,
        )
        return env._("A paper was refused"), body

    # ------------------------------------------------------------
    # JOB
    # ------------------------------------------------------------

    @api.model
    def _cron_papers(self, limit=200):
        """Let papers expire on their day, remind firms and security."""
        # pylint: disable-next=no-search-all
        for company in self.env["res.company"].search([]):
            today = company._client_today()
            over = [
                ("company_id", "=", company.id),
                ("state", "=", "valid"),
                ("good_until", "<", today),
            ]
            for papers in batches(self, over, limit):
                for paper in papers.try_lock_for_update():
                    with apart(paper):
                        paper._set_state("expired")
            with apart(company):
                self._remind(company, today)
            with apart(company):
                self._remind_security(company, today)

    @api.model
    def _remind(self, company, today):
        """One digest for each firm to which something new is to be said.

        :param company: ``res.company`` that asks for papers
        :param date today: on its clock
        """
        for firm, papers in self._to_bring(company, today).items():
            with apart(firm):
                self._remind_firm(company, firm, papers, today)

    @api.model
    def _remind_firm(self, company, firm, papers, today):
        """One digest that names all that a firm has to bring, if any of it is due.

        :param dict papers: how they stand, by paper
        """
        due = any(
            contractor_papers.is_reminder_due(
                standing, paper.good_until, paper.reminded_on, today
            )
            for paper, standing in papers.items()
        )
        if not due:
            return

        def words(env):
            return self._words_digest(env, company, papers)

        for person_sudo in firm._paper_people():
            self._tell_firm(person_sudo, words)
        self.union(*papers).write({"reminded_on": today})

    @api.model
    def _to_bring(self, company, today):
        """What firms have to bring for their permits.

        :return: dict from firm to a dict from its papers to how they stand
        """
        asked = self._asked(company)
        self._make_missing(company, asked)
        papers = self._papers_of(company, asked)
        found = {}
        for firm, partner, kind in asked:
            paper = self._current(papers[partner, kind], today)
            standing = paper._standing(today)
            if standing in contractor_papers.TO_BRING:
                found.setdefault(firm, {})[paper] = standing
        return found

    @api.model
    def _asked(self, company):
        """What a company asks for now. The permits say it, see ``models/permit/``.

        :return: list of tuples of a firm, whose paper it is (the firm or a worker),
            both ``res.partner``, and its ``visitor.contractor.paper.kind``
        """
        return []

    @api.model
    def _make_missing(self, company, asked):
        """Let what is asked for and was never there stand in the list, as missing.

        :param company: ``res.company`` that asks
        :param asked: see :meth:`_asked`
        """
        known = self._papers_of(company, asked).keys()
        self.create(
            [
                {"company_id": company.id, "partner_id": partner.id, "kind": kind.id}
                for partner, kind in {
                    (partner, kind): True for _firm, partner, kind in asked
                }
                if (partner, kind) not in known
            ]
        )

    @api.model
    def _papers_of(self, company, asked):
        """The papers there are of what is asked for, read at once.

        :param asked: tuples of a firm, whose paper it is, and its kind
        :return: dict from partner and kind to papers, the latest first
        """
        papers = self.search(
            [
                ("company_id", "=", company.id),
                ("partner_id", "in", [partner.id for _firm, partner, _kind in asked]),
                ("kind", "in", [kind.id for _firm, _partner, kind in asked]),
            ],
            order="id desc",
        )
        return papers.grouped(lambda paper: (paper.partner_id, paper.kind))

    @api.model
    def _current(self, papers, today):
        """The one that counts of the papers of one kind: one that waits, else one that
        is valid, the longest first, else the latest."""
        waiting = papers.filtered(lambda paper: paper.state == "waiting")
        lasting = papers.filtered(
            lambda paper: paper._standing(today) in ("valid", "not_yet", "expiring")
        ).sorted(lambda paper: (paper._standing(today) == "expiring", -paper.id))
        return (waiting or lasting or papers)[:1]

    def _standing(self, today):
        """How a paper stands on a day, see :func:`contractor_papers.standing`."""
        return contractor_papers.standing(
            self.state,
            self.valid_from,
            self.good_until,
            self.kind.days_expiring,
            today,
        )

    @api.model
    def _words_digest(self, env, company, papers):
        """What is mailed to a firm: subject and body."""
        lines = Markup()
        for paper_sudo, standing in papers.items():
            paper = paper_sudo.with_env(env).sudo()  # told to its own firm
            what = (
                paper.refused_reason
                if standing == "refused"
                else format_date(env, paper.good_until)
                if paper.good_until
                else ""
            )
            stands = say(env, STANDS[standing])
            lines += Markup("<li>%s: %s – %s</li>") % (
                paper.partner_id.name,
                paper.kind.name,
                stands % what if "%s" in stands else stands,
            )
        body = Markup("<p>%s</p><ul>%s</ul><p>%s</p>") % (
            env._(
                "For your works at our site these papers are asked for. Please send "
                "them to our reception; without them your people are not let in."
            ),
            lines,
            company.name,
        )
        return env._("Papers for your works"), body

    @api.model
    def _remind_security(self, company, today):
        """Tell security of papers that should have been checked by today."""
        late = self.search_count(
            [
                ("company_id", "=", company.id),
                ("state", "=", "waiting"),
                ("due_on", "=", today),
            ]
        )
        site = self.env["visitor.site"].search(
            [("company_id", "=", company.id)], limit=1
        )
        if not late or not site:
            return

        def words(env):
            link = Markup('<a href="/odoo/visitor-papers">%s</a>') % env._(
                "Contractors' Papers"
            )
            said = env._("Papers that wait to be checked until today: %s.", late)
            return env._("Papers to check"), Markup("<p>%s %s</p>") % (said, link)

        for user in site._security_officers():
            self.env["visitor.told"]._notify(
                user.partner_id, words, otherwise=site._lang()
            )

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _contact_people(self):
        """Whom of the firm is written to, as superuser."""
        return self.firm_id._paper_people()

    @api.model
    def _tell_firm(self, person_sudo, words):
        self.env["visitor.told"]._notify(person_sudo, words)
