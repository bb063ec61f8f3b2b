import pytz

from odoo import api, fields, models
from odoo.http import request

from ...tools import clocks
from ...tools.groups import USER


class ResCompany(models.Model):
    """What a company has to set up first, and what it knows of its own clock."""

    _inherit = "res.company"

    # What the setup cards remember: the rest they read from the records.
    visitor_setup_hidden = fields.Boolean("Setup of Reception Put Away", groups=USER)
    client_setup_hidden = fields.Boolean(
        "Setup of Client Relations Put Away", groups=USER
    )
    visitor_print_tested = fields.Boolean("A Test Pass Was Printed", groups=USER)
    visitor_secret_noted = fields.Boolean(
        "Only One Server",
        groups=USER,
        help="The file with the secret is all there is to be kept.",
    )

    # ------------------------------------------------------------
    # CLOCK
    # ------------------------------------------------------------

    def _guess_clock(self, country=None):
        """The time zone of a place of this company.

        :param country: ``res.country`` of the place; default: that of the company
        :return: :class:`clocks.Guess`
        """
        company_sudo = self.sudo()  # where our own company is
        country = country or company_sudo.country_id
        return clocks.guess(
            country.code or "",
            fields.Datetime.now(),
            company=(company_sudo._clock_schedule().tz, company_sudo.partner_id.tz),
            browser=self._browser_tz(),
        )

    def _clock_is_doubtful(self):
        """Whether working hours go by a clock that does not fit the company."""
        self.ensure_one()
        code = self.sudo().country_id.code or ""  # where our own company is
        return not clocks.fits(self._client_tz(), code, fields.Datetime.now())

    @api.model
    def _browser_tz(self):
        """Where who asks is: by the browser, else by the user's preferences."""
        told = request.cookies.get("tz") if request else None
        names = (name for name in (told, self.env.user.tz) if name)
        return next((name for name in names if name in pytz.all_timezones_set), "")
