from odoo import api, fields, models

from ...tools import clocks


class VisitorSite(models.Model):
    """By which clock a site goes, and whether anybody has said so.

    A new site takes the clock of its company or, where the company has none, that of
    the browser. Nothing is ever UTC because nobody was asked: where it can only be
    guessed, it is said.
    """

    _inherit = "visitor.site"

    def _default_tz(self):
        return self.env.company._guess_clock().tz

    @api.depends("tz", "company_id", "partner_id.country_id")
    def _compute_tz_hint(self):
        for site in self:
            country = site._country()
            guess = site.company_id._guess_clock(country)
            if site._clock_is_doubtful():
                site.tz_hint = self._doubt(country, guess)
            elif not site._origin and not guess.sure and site.tz == guess.tz:
                site.tz_hint = self.env._(
                    "Taken from your browser. Change it if the site is elsewhere."
                )
            else:
                site.tz_hint = False

    @api.onchange("company_id", "partner_id")
    def _onchange_place(self):
        if not self._origin:  # a site that is open keeps its clock until it is asked
            self._use_guessed_clock()

    def _doubt(self, country, guess):
        if not country:
            return self.env._(
                "UTC is nobody's clock: choose the time zone of the place, or give the "
                "site an address with a country."
            )
        return self.env._(
            "%(country)s goes by another clock, e.g. %(tz)s.",
            country=country.name,
            tz=guess.tz,
        )

    def _country(self):
        """Where the site is: by its address, else by that of its company."""
        self.ensure_one()
        # sudo: the country of a site that the user may read
        return self.sudo().partner_id.country_id or self.sudo().company_id.country_id

    def _clock_is_doubtful(self):
        """Whether the time zone is none that fits the place."""
        self.ensure_one()
        code = self._country().code or ""
        return not clocks.fits(self.tz, code, fields.Datetime.now())

    def _use_guessed_clock(self):
        """Give sites whose clock is doubtful the one that fits."""
        for site in self.filtered(lambda each: each._clock_is_doubtful()):
            site.tz = site.company_id._guess_clock(site._country()).tz
