from odoo import api, fields, models


class ClientClockMixin(models.AbstractModel):
    """Times of client relations are on one clock, whoever looks at them.

    Odoo shows times on the clock of the user: a deadline of Shanghai, read in Berlin,
    would end before noon. Forms and lists show these times with the widget of reception
    (``visitor_site_time``), which reads the field ``tz``.
    """

    _name = "client.clock.mixin"
    _description = "Times on the clock of customer service"

    tz = fields.Char(
        "Clock",
        compute="_compute_tz",
        compute_sudo=True,
        help="The time zone of customer service, which all times are shown in.",
    )

    @api.depends("company_id")
    def _compute_tz(self):
        for document in self:
            document.tz = document._clock_tz()

    def _clock_tz(self):
        """An IANA name; of a model with another clock its own."""
        return (self.company_id or self.env.company)._client_tz()
