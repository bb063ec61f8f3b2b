from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_time
from odoo.tools.translate import LazyTranslate

from ...tools import qr_code, visitor_steps
from ...tools.mail_secret import SLOT
from ...tools.sentences import say
from ..visit.visitor_visit import STANDS

_lt = LazyTranslate(__name__)

PAGE = "/visitor/invite"
PICTURE = "pass.png"
PASS_SHEET = "report.visitor_management.visitor_pass_a6"
KINDS_OF_FILES = {"invited": "invited", "changed": "moved", "cancelled": "cancelled"}
SENTENCES = {
    "invited": _lt("%(company)s expects you. Here is what you need for your visit."),
    "changed": _lt(
        "Something of your visit has changed. This is how it stands now; it replaces "
        "what we wrote before."
    ),
    "reminder": _lt(
        "Your visit is near, and something is still to be done. It takes a few "
        "minutes, and you do not wait at reception."
    ),
    "cancelled": _lt(
        "This visit does not take place. Your pass opens nothing any more, and nothing "
        "is to be done."
    ),
}


class VisitorRegistration(models.Model):
    """What is written to a visitor, in their language; call all of it as superuser."""

    _inherit = "visitor.registration"

    def _in_own_language(self):
        """The visitor in the environment of the language that they read."""
        self.ensure_one()
        installed = dict(self.env["res.lang"].get_installed())
        wanted = (self.lang, self.partner_id.lang, self.site_id._lang())
        lang = next((code for code in wanted if code in installed), "en_US")
        return self.with_context(lang=lang)

    def _letter_day(self):
        """The first day of the visit on the clock of the site."""
        day = self.site_id._to_local(self.visit_id.start).date()
        return format_date(self.env, day, date_format="medium")

    # ------------------------------------------------------------
    # TEXT
    # ------------------------------------------------------------

    def _letter(self, kind):
        """The mail as HTML; the secret of its link is put in as it leaves.

        :param str kind: see ``visitor.registration._queue_letters``
        """
        return self.env["ir.qweb"]._render(
            "visitor_management.visitor_invitation_mail", self._letter_content(kind)
        )

    def _letter_content(self, kind):
        visit, company = self.visit_id, self.company_id
        called_off = kind == "cancelled"
        content = {
            "lang": self.env.lang,
            "kind": kind,
            "name": self.name,
            "company": company.name,
            "sentence": say(self.env, SENTENCES[kind]) % {"company": company.name},
            "rows": self._letter_rows(),
            "phone": visit.site_id.announce_phone,
            "code": False,
            "picture": False,
            "link": False,
            "steps": [],
            "bring": [],
            "ways": [],
        }
        if called_off:
            return content
        facts = self.env["visitor.admission"]._facts(self)[self.id]
        ready = self._pass_to_show()
        return {
            **content,
            "code": self.env[PASS_SHEET]._spaced(ready.short_code or ""),
            "picture": bool(self._pass_token()) and f"cid:{PICTURE}",
            "link": f"{self.get_base_url()}{PAGE}#{SLOT}",
            "steps": [
                say(self.env, step.message) if not step.of else step.message
                for step in self._steps(facts)
                if not step.done
            ],
            "bring": [
                say(self.env, each) for each in visitor_steps.at_reception(facts)
            ],
            "ways": self._ways(),
        }

    def _letter_rows(self):
        """Pairs of a label and a text: when, where, whom."""
        visit, _ = self.visit_id, self.env._
        site = visit.site_id
        address = site.partner_id._display_address(without_company=True)
        address = ", ".join(filter(None, map(str.strip, address.splitlines())))
        rows = [
            (_("When"), f"{self._letter_window()} ({site._tz()})"),
            (_("Where"), site.name),
            (_("Address"), address if site.partner_id else ""),
            (_("Host"), visit.host_name),
            (_("Purpose"), visit.purpose),
            (_("People"), str(visit.headcount) if visit.headcount > 1 else ""),
            (_("Visit No."), visit.name),
        ]
        return [(label, text) for label, text in rows if text]

    def _letter_window(self):
        """From and until on the clock of the site; a date that nobody reads as another
        one, which is said once if it is one day.
        """
        visit, site = self.visit_id, self.site_id
        said = []
        for moment in (visit.start, visit.stop):
            day = format_date(
                self.env, site._to_local(moment).date(), date_format="full"
            )
            time = format_time(self.env, moment, site._tz(), "short")
            said.append(time if said and said[0].startswith(day) else f"{day} {time}")
        return " – ".join(said)

    def _ways(self):
        """How one finds to the site and its gates: list of ``{"name", "text",
        "map_url"}``.
        """
        site, areas = self.site_id, self.visit_id.open_area_ids
        gates = site.gate_ids.filtered(
            lambda gate: gate.active and (not gate.area_id or gate.area_id in areas)
        )
        return [
            {
                "name": place.name if place != site else "",
                "text": place.directions or "",
                "map_url": place.map_url or "",
            }
            for place in [site, *gates]
            if place.directions or place.map_url
        ]

    def _directions(self):
        """The same as a text, with the addresses of the maps."""
        lines = []
        for way in self._ways():
            text = ": ".join(filter(None, [way["name"], way["text"]]))
            lines += filter(None, [text, way["map_url"]])
        return "\n".join(lines)

    # ------------------------------------------------------------
    # PASS
    # ------------------------------------------------------------

    def _pass_to_show(self):
        """The pass that lets this visitor in once the visit is approved, if any."""
        if self.visit_id.state not in STANDS:
            return self.pass_ids.browse()
        return self.pass_ids.filtered(lambda each: each.state in ("ready", "issued"))[
            :1
        ]

    def _pass_token(self):
        """The text of its QR code; empty: the secret it was made with is not here."""
        ready = self._pass_to_show()
        try:
            return ready._own_token() if ready else ""
        except UserError:  # the short code still works
            return ""

    def _invitation_pass(self):
        """What the page shows of the pass, or False."""
        ready, token = self._pass_to_show(), self._pass_token()
        if not token:
            return False
        to_string = fields.Datetime.to_string
        return {
            "code": token,
            "short_code": ready.short_code,
            "valid_from": to_string(ready.valid_from),
            "valid_to": to_string(ready.valid_to),
        }

    def _letter_pictures(self, body):
        """Files for the pictures that a mail shows.

        :param str body: the mail
        :return: list of (name, content, type)
        """
        if f"cid:{PICTURE}" not in body or not (token := self._pass_token()):
            return []
        return [(PICTURE, qr_code.png(token), "image/png")]
