from datetime import timedelta

from odoo import api, fields, models

from ..tools import qr_code
from .visitor_pass_report import BAND_COLORS, picture

# What a test pass says to a scanner: nothing that any door knows.
SAMPLE_CODE = "SAMPLE SAMPLE SAMPLE"


class VisitorPassSampleReport(models.AbstractModel):
    """A pass of nobody, in the language of a site: to try printer and fonts with."""

    _name = "report.visitor_management.visitor_pass_sample"
    _inherit = ["report.visitor_management.visitor_pass_card"]
    _description = "Test Pass"

    @api.model
    def _get_report_values(self, docids, data=None):
        sites = self.env["visitor.site"].browse(docids)
        sites.check_access("read")
        return {
            **super()._get_report_values([], data),
            "doc_ids": sites.ids,
            "doc_model": sites._name,
            "docs": sites,
            "sheets": [self._sample_sheet(site) for site in sites],
        }

    def _sample_sheet(self, site):
        lang = site._lang()
        site = site.with_context(lang=lang)
        _ = site.env._
        company = site.company_id
        words = {**self._labels(site.env), "type": _("TEST"), "people": False}
        later = fields.Datetime.now() + timedelta(hours=1)
        return {
            "lang": lang,
            "site": site.name,
            "logo": not company.uses_default_logo
            and picture(company.logo, "PNG", (600, 200)),
            # for the eyes of the site only: there is no visitor with a language
            "words": {key: (word, None) for key, word in words.items()},
            "color": BAND_COLORS[0],
            "emergency": False,
            # what the printer has to know: letters of several scripts
            "name": "Zhang Wei 张伟 · Łukasz Åström",
            "organization": company.name,
            "host": site.env.user.name,
            "areas": _("Open areas only"),
            "valid_until": self._moment(site, later),
            "visit": _("Sample Visit"),
            "back": _("Please give back at reception: %s", self._place(site)),
            "photo": False,
            "code": qr_code.symbol(SAMPLE_CODE),
            "short_code": "TEST TEST",
            "state": "",
        }
