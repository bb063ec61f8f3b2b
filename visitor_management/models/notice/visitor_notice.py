from datetime import timedelta

from odoo import api, fields, models

from ...tools.notice_events import SELECTION, TEST

# Kept to be looked at when somebody asks why nothing came
KEPT = timedelta(days=7)


class VisitorNotice(models.Model):
    """What a channel has to say: left by whoever scans, sent by a job.

    It holds no words: they are made as it leaves, of the record as it is then, and of
    nobody's name unless the channel names people.
    """

    _name = "visitor.notice"
    _description = "Notice to Send"
    _inherit = ["visitor.state.mixin", "visitor.site.clock.mixin"]
    _order = "id desc"
    _rec_name = "event"
    _site_moments = ("at", "at")
    _transitions = {
        "waiting": {"sent", "given_up"},
        "sent": set(),
        "given_up": set(),
    }

    channel_id = fields.Many2one(
        "visitor.notice.channel",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="channel_id.company_id", store=True, index=True, precompute=True
    )
    site_id = fields.Many2one("visitor.site", readonly=True, ondelete="cascade")
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    event = fields.Selection(
        [*SELECTION, (TEST, "Test of a channel")],
        "What Happened",
        required=True,
        readonly=True,
    )
    res_model = fields.Char("Kind of Record", readonly=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", readonly=True)
    people = fields.Char(
        groups=fields.NO_ACCESS, help="Ids of the visitors it is about."
    )
    gate_id = fields.Many2one("visitor.gate", readonly=True, ondelete="cascade")
    at = fields.Datetime(
        "Happened On", required=True, readonly=True, default=fields.Datetime.now
    )
    state = fields.Selection(
        [("waiting", "To be sent"), ("sent", "Notice sent"), ("given_up", "Given up")],
        "Status",
        default="waiting",
        required=True,
        readonly=True,
        copy=False,
    )
    done_at = fields.Datetime("Sent or Given Up", readonly=True, copy=False)

    _waiting_idx = models.Index("(channel_id, id) WHERE state = 'waiting'")

    @api.autovacuum
    def _gc_done(self, limit=10000):
        """What was said goes after a week."""
        done = self.search(
            [
                ("state", "!=", "waiting"),
                ("done_at", "<", fields.Datetime.now() - KEPT),
            ],
            limit=limit,
        )
        done.unlink()
        return len(done), len(done) == limit
