import base64
import io

from PIL import Image, ImageOps

from odoo import api, models
from odoo.tools import format_date, format_list

from ..models.admission.visitor_pass import OPEN
from ..tools import paper, qr_code

# Odoo's colours by number, dark enough for white letters also in black and white.
BAND_COLORS = (
    "#374151",
    "#a61b1b",
    "#8a4500",
    "#6b5200",
    "#1b5699",
    "#713a63",
    "#86401f",
    "#0d5e59",
    "#2a3fa8",
    "#9d1054",
    "#1a6a2d",
    "#573a9c",
)
EMERGENCY_COLOR = "#a61b1b"
SHORT_CODE_GROUP = 4


def picture(image, kind, size, crop=False):
    """A picture as a data address, or False if there is none that prints.

    JPEG and PNG only: wkhtmltopdf knows no other, and Odoo opens no WebP.

    :param bytes image: base64, as an image field holds it
    :param tuple size: in pixels, at most; with ``crop`` exactly
    """
    if not image:
        return False
    try:
        pixels = Image.open(io.BytesIO(base64.b64decode(image)))
        pixels = ImageOps.exif_transpose(pixels)
        pixels = pixels.convert("RGB" if kind == "JPEG" else "RGBA")
    except (OSError, ValueError, Image.DecompressionBombError):
        return False  # SVG, or damaged
    if crop:
        pixels = ImageOps.fit(pixels, size)
    else:
        pixels.thumbnail(size)
    out = io.BytesIO()
    pixels.save(out, kind, quality=85)
    encoded = base64.b64encode(out.getvalue()).decode()
    return f"data:image/{kind.lower()};base64,{encoded}"


class VisitorPassCardReport(models.AbstractModel):
    """What stands on a pass of card size, in the language of its site.

    Printing changes nothing, and the same pass prints again with the same code.
    """

    _name = "report.visitor_management.visitor_pass_card"
    _description = "Pass, Card Size"

    @api.model
    def _get_report_values(self, docids, data=None):
        passes = self.env["visitor.pass"].browse(docids)
        passes.check_access("read")
        if any(each.state in OPEN for each in passes):
            # here, in the language of who prints, not in that of the site
            self.env["visitor.secret"]._check()
        logos = {
            company: picture(company.logo, "PNG", (600, 200))
            for company in passes.company_id
            if not company.uses_default_logo
        }
        return {
            "doc_ids": passes.ids,
            "doc_model": passes._name,
            "docs": passes,
            "sheets": [
                {**self._sheet(each), "logo": logos.get(each.company_id)}
                for each in passes
            ],
            "fit": paper.fit,
            "both": paper.both,
        }

    def _sheet(self, visitor_pass):
        """The content of one pass, as its template draws it.

        :param visitor_pass: one ``visitor.pass``
        :return: dict of texts, pictures and the QR symbol, which is False on a pass
            that is over: then ``state`` stands in its place
        """
        lang = visitor_pass.site_id._lang()
        words = self._words(visitor_pass.with_context(lang=lang))
        theirs = self._visitors_words(visitor_pass, lang)
        visitor_pass = visitor_pass.with_context(lang=lang)
        _ = visitor_pass.env._
        person, visit = visitor_pass.registration_id, visitor_pass.visit_id
        site, code = visitor_pass.site_id, visitor_pass.short_code or ""
        usable = visitor_pass.state in OPEN
        areas = visitor_pass.area_ids.mapped("name")
        return {
            "lang": lang,
            "site": site.name,
            "words": {key: (word, theirs.get(key)) for key, word in words.items()},
            "color": EMERGENCY_COLOR
            if visit.emergency
            else BAND_COLORS[visit.type_id.color % len(BAND_COLORS)],
            "emergency": visit.emergency,
            "name": person.name,
            "organization": person.organization,
            "host": visit.host_name,
            "areas": format_list(site.env, areas) or _("Open areas only"),
            "valid_until": self._moment(site, visit.stop),
            "visit": visit.name,
            "back": _("Please give back at reception: %s", self._place(site)),
            "photo": picture(person.photo, "JPEG", (450, 600), crop=True),
            "code": usable and qr_code.symbol(visitor_pass._token()),
            "short_code": self._spaced(code),
            "state": dict(
                visitor_pass._fields["state"]._description_selection(visitor_pass.env)
            )[visitor_pass.state],
        }

    @api.model
    def _words(self, visitor_pass):
        """What is printed in the visitor's language, too, where both fit.

        :param visitor_pass: in the context of a language
        """
        env, people = visitor_pass.env, visitor_pass.registration_id.headcount
        return {
            **self._labels(env),
            "type": self._band(visitor_pass.visit_id),
            "people": people > 1 and env._("%s people", people),
        }

    @api.model
    def _band(self, visit):
        """The kind of visit; whoever meets the person sees that an escort belongs, or
        that it is an emergency, which needs none."""
        if visit.emergency:
            return f"{visit.env._('EMERGENCY')} · {visit.type_id.name}"
        mark = visit.escorts_needed and visit.env._("WITH ESCORT")
        return " · ".join(filter(None, (visit.type_id.name, mark)))

    @api.model
    def _labels(self, env):
        """The words of every pass, in the language of the environment."""
        return {
            "visitor": env._("VISITOR"),
            "host": env._("Host"),
            "valid_until": env._("Valid until"),
            "areas": env._("Areas"),
            "visit": env._("Visit"),
        }

    def _visitors_sheet(self, pass_sudo, token):
        """What visitors print themselves, in the language of the environment.

        No photo: it is for the eyes of reception.

        :param pass_sudo: one ``visitor.pass``, as superuser; whose it is was checked
        :param str token: the text of its QR code
        """
        env, visit = pass_sudo.env, pass_sudo.visit_id
        person, site = pass_sudo.registration_id, pass_sudo.site_id
        areas = pass_sudo.area_ids.mapped("name")
        return {
            "lang": env.lang,
            "site": site.name,
            "words": {
                key: (word, None) for key, word in self._words(pass_sudo).items()
            },
            "color": BAND_COLORS[visit.type_id.color % len(BAND_COLORS)],
            "name": person.name,
            "organization": person.organization,
            "host": visit.host_name,
            "areas": format_list(env, areas) or env._("Open areas only"),
            "valid_until": self._moment(site, visit.stop),
            "visit": visit.name,
            "back": env._("Show this at reception: %s", self._place(site)),
            "photo": False,
            "logo": False,
            "emergency": False,
            "code": qr_code.symbol(token),
            "short_code": self._spaced(pass_sudo.short_code or ""),
            "state": "",
        }

    @api.model
    def _spaced(self, code):
        """A short code in groups, as one reads it aloud."""
        return " ".join(
            code[start : start + SHORT_CODE_GROUP]
            for start in range(0, len(code), SHORT_CODE_GROUP)
        )

    def _visitors_words(self, visitor_pass, lang):
        """The same in the language of the visitor, if it is another one."""
        theirs = visitor_pass.registration_id.lang
        installed = dict(visitor_pass.env["res.lang"].get_installed())
        if theirs == lang or theirs not in installed:
            return {}
        return self._words(visitor_pass.with_context(lang=theirs))

    @api.model
    def _place(self, site):
        phone = site.announce_phone
        return f"{site.name} ({phone})" if phone else site.name

    @api.model
    def _moment(self, site, moment):
        """A naive UTC moment in the time zone and the language of the site."""
        local = site._to_local(moment)
        day = format_date(site.env, local.date(), date_format="medium")
        return f"{day} {local:%H:%M}"


class VisitorPassA6Report(models.AbstractModel):
    _name = "report.visitor_management.visitor_pass_a6"
    _inherit = ["report.visitor_management.visitor_pass_card"]
    _description = "Pass, A6"
