from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import frozendict, ormcache
from odoo.tools.mail import single_email_re

from ...tools.name_field import Line
from ...tools.notice_events import EVENTS
from ...tools.notice_kinds import POSTED

BY_PROGRAM = {"readonly": True, "copy": False}
# What decides who is told of what; the rest is only how it went
DECIDES = frozenset(
    "active company_id event_ids kind site_id has_address addresses user_ids to_host "
    "to_reception to_security".split()
)


class VisitorNoticeChannel(models.Model):
    """By what way people are told of what happens at a site, beside what Odoo tells.

    Whoever scans or checks in only leaves a ``visitor.notice``: a job sends it, and a
    channel that does not answer delays nothing.
    """

    _name = "visitor.notice.channel"
    _description = "Notice Channel"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "visitor.held.mixin",
        "visitor.fixed.mixin",
    ]
    _order = "sequence, id"
    _check_company_auto = True
    _fixed_fields = frozenset({"company_id"})
    _allow_sudo_commands = False

    name = Line(required=True, copy=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    site_id = fields.Many2one(
        "visitor.site",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: all sites of the company.",
    )
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    kind = fields.Selection(
        [
            ("mail", "E-mail"),
            ("odoo", "Odoo message"),
            ("push", "Push to phone and browser"),
            ("webhook", "Signed webhook"),
            ("wecom", "WeCom group robot"),
            ("dingtalk", "DingTalk group robot"),
        ],
        "Way of Telling",
        required=True,
        default="odoo",
    )
    event_ids = fields.Many2many("visitor.notice.event", string="Tells When")
    with_names = fields.Boolean(
        "Names and Phones in the Text",
        help="Off, a notice has the number of the visit, and where. On, everybody who "
        "reads the channel learns who comes.",
    )
    # Who is told, of the kinds that are people
    to_host = fields.Boolean(
        "Host", help="Of the visit. Never told of alarms, such as of the watchlist."
    )
    to_reception = fields.Boolean("Reception")
    to_security = fields.Boolean("Security")
    user_ids = fields.Many2many(
        "res.users",
        "visitor_notice_channel_users_rel",
        "channel_id",
        "user_id",
        "More Users",
        check_company=True,
        domain=[("share", "=", False)],
    )
    addresses = Line("More Addresses", help="Of e-mail, with commas between them.")
    # Where it goes, see visitor_notice_channel_secret.py
    new_address = fields.Char(
        "Webhook Address",
        compute="_compute_entered",
        readonly=False,
        help="With its key, as the robot's page shows it. Not shown again once it is "
        "saved.",
    )
    new_secret = fields.Char(
        "Signing Secret",
        compute="_compute_entered",
        readonly=False,
        help="Not shown again once it is saved.",
    )
    sealed_address = fields.Char(groups=fields.NO_ACCESS, copy=False, prefetch=False)
    sealed_secret = fields.Char(groups=fields.NO_ACCESS, copy=False, prefetch=False)
    shown_address = fields.Char(
        "Stored Address",
        readonly=True,
        copy=False,
        help="Only its server is shown: the rest opens the channel.",
    )
    has_address = fields.Boolean("Address Stored", readonly=True, copy=False)
    has_secret = fields.Boolean("Secret Stored", readonly=True, copy=False)
    # How it goes, written by the job
    failures = fields.Integer("Failures in a Row", **BY_PROGRAM)
    failure = fields.Char("Last Failure", **BY_PROGRAM)
    failure_text = fields.Char("Why It Failed", compute="_compute_failure_text")
    sent_at = fields.Datetime("Last Sent", **BY_PROGRAM)
    next_at = fields.Datetime("Next Attempt", **BY_PROGRAM)
    gave_up = fields.Boolean(
        "Notices Lost",
        help="Notices were lost; the administrator was told.",
        **BY_PROGRAM,
    )
    stamps = fields.Char(
        groups=fields.NO_ACCESS, copy=False, help="Of the messages of the last minute."
    )
    status = fields.Selection(
        [
            ("new", "Not tried yet"),
            ("good", "In working order"),
            ("unset", "Not set up"),
            ("failing", "Does not get through"),
            ("dead", "Notices lost"),
        ],
        compute="_compute_status",
    )
    is_posted = fields.Boolean(compute="_compute_is_posted")
    waiting_count = fields.Integer("Notices Waiting", compute="_compute_waiting_count")

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("kind")
    def _compute_is_posted(self):
        for channel in self:
            channel.is_posted = channel.kind in POSTED

    @api.depends("kind", "failures", "gave_up", "has_address", "user_ids", "addresses")
    @api.depends("to_host", "to_reception", "to_security", "event_ids", "sent_at")
    def _compute_status(self):
        for channel in self:
            if not channel._is_set_up():
                channel.status = "unset"
            elif channel.gave_up:
                channel.status = "dead"
            else:
                tried = "good" if channel.sent_at else "new"
                channel.status = "failing" if channel.failures else tried

    def _is_set_up(self):
        """Whether there is somebody or something to be told, and of what."""
        self.ensure_one()
        if self.kind in POSTED:
            return self.has_address and bool(self.event_ids)
        people = self.to_host or self.to_reception or self.to_security or self.user_ids
        return bool(self.event_ids and (people or self.addresses))

    def _compute_waiting_count(self):
        waiting = self.env["visitor.notice"]._read_group(
            [("channel_id", "in", self.ids), ("state", "=", "waiting")],
            ["channel_id"],
            ["__count"],
        )
        counts = dict(waiting)
        for channel in self:
            channel.waiting_count = counts.get(channel._origin, 0)

    @api.constrains("addresses")
    def _check_addresses(self):
        for channel in self:
            typed = (channel.addresses or "").replace(";", ",").split(",")
            for address in filter(None, map(str.strip, typed)):
                if not single_email_re.match(address):
                    raise ValidationError(
                        self.env._(
                            "“More Addresses” holds something that is no e-mail "
                            "address. Put commas between the addresses."
                        )
                    )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        entered = [self._take_entered(vals) for vals in vals_list]
        channels = super().create([vals for vals, _secrets in entered])
        for channel, (_vals, secrets) in zip(channels, entered, strict=True):
            channel._keep(secrets)
        self._forget_channels()
        return channels

    def write(self, vals):
        vals, secrets = self._take_entered(vals)
        before = {channel: channel.kind for channel in self}
        result = super().write(vals)
        for channel, kind in before.items():
            channel._keep(secrets, anew=channel.kind != kind)
        if DECIDES & vals.keys():
            self._forget_channels()
        return result

    def unlink(self):
        result = super().unlink()
        self._forget_channels()
        return result

    # ------------------------------------------------------------
    # TELLING
    # ------------------------------------------------------------

    @api.model
    def _tell(self, site, event, about, people=None, gate_id=False):
        """Tell the channels of a site what happened: a row each, sent by a job.

        Where no channel wants to hear of it, it costs no query.

        :param site: ``visitor.site``
        :param str event: of ``tools/notice_events.py``
        :param about: the record it is about
        :param people: ``visitor.registration`` it is about, to be counted, and named
            where the channel names people
        :param int gate_id: where it happened
        :return: ids of the ``visitor.notice`` that wait
        """
        if event not in EVENTS:
            raise ValueError(f"No event {event}")
        ids = self._listening(site.id).get(event) if site else None
        if not ids:
            return []
        people = people if people is not None else about.browse()
        if about._name == "visitor.registration":
            people = people or about
        # sudo: what the program leaves for its job; no role writes here
        notices_sudo = self.env["visitor.notice"].sudo()
        notices_sudo = notices_sudo.create(
            [
                {
                    "channel_id": channel_id,
                    "site_id": site.id,
                    "event": event,
                    "res_model": about._name,
                    "res_id": about.id,
                    "people": ",".join(map(str, people.ids)),
                    "gate_id": gate_id or False,
                }
                for channel_id in ids
            ]
        )
        self.env.ref("visitor_management.ir_cron_visitor_notice").sudo()._trigger()
        return notices_sudo.ids

    @api.model
    @ormcache("site_id")
    def _listening(self, site_id):
        """The channels of a site, by what they want to hear of: asked at each scan.

        :return: frozen dict from event to ids
        """
        site_sudo = self.env["visitor.site"].sudo().browse(site_id)  # ids only
        here = Domain("site_id", "=", site_id)
        everywhere = Domain("site_id", "=", False)
        everywhere &= Domain("company_id", "=", site_sudo.company_id.id)
        channels_sudo = self.sudo().search(
            (here | everywhere) & Domain("active", "=", True)
        )
        found = {}
        for channel in channels_sudo.filtered(lambda channel: channel._is_set_up()):
            for event in channel.event_ids:
                found.setdefault(event.code, []).append(channel.id)
        return frozendict({event: tuple(ids) for event, ids in found.items()})

    @api.model
    def _forget_channels(self):
        self.env.registry.clear_cache()
