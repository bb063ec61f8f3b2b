import secrets
from datetime import datetime
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ...tools import admission, kept_plans, keys, web_address
from ...tools.groups import ADMIN
from ...tools.name_field import Line


class Device(NamedTuple):
    """A gate as a scan sees it, read in one query.

    ``out_leaves_site``: who goes out here is out of the site. That is so at a gate of
    the site itself, and at an outermost area unless the site has gates around it.
    """

    gate_id: int
    kind: str
    checks_in: bool
    site_id: int
    company_id: int
    lang: str
    area_id: int | None
    out_leaves_site: bool
    last_seen: datetime | None
    made_at: datetime

    @property
    def for_visitors(self):
        """Whether visitors read the answers, who are not told everything."""
        return self.kind == "kiosk"

    @property
    def place(self):
        """The gate's part of the facts of admission."""
        return admission.Gate(self.kind, self.site_id, self.checks_in)


class VisitorGate(models.Model):
    _name = "visitor.gate"
    _description = "Gate"
    _inherit = [
        "visitor.held.mixin",
        "visitor.fixed.mixin",
        "visitor.site.clock.mixin",
    ]
    _order = "site_id, name, id"
    _check_company_auto = True
    _fixed_fields = frozenset({"site_id"})
    _site_moments = ("last_seen", "last_seen")

    name = Line("Gate", required=True)
    active = fields.Boolean(
        default=True, help="An archived gate's device is refused at once."
    )
    site_id = fields.Many2one(
        "visitor.site", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="site_id.company_id", store=True, index=True)
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    area_id = fields.Many2one(
        "visitor.area",
        "Opens Into",
        domain="[('site_id', '=', site_id)]",
        ondelete="restrict",
        index="btree_not_null",
        help="Empty: the site itself.",
    )
    kind = fields.Selection(
        [
            ("desk", "Reception desk"),
            ("kiosk", "Kiosk"),
            ("gate", "Gate"),
            ("lane", "Visitors' lane"),
        ],
        required=True,
        default="gate",
    )
    checks_in = fields.Boolean(
        help="The first entry with a pass that is ready is the check-in, without "
        "anybody at the desk.",
    )
    directions = fields.Text(
        "Directions to the Gate",
        translate=True,
        help="How visitors find this gate. It stands in their invitation.",
    )
    map_url = fields.Char(
        "Map of the Gate", help="Address of a map that opens in the visitor's browser."
    )
    camera_url = fields.Char(
        "Address of Recordings",
        groups=ADMIN,  # security opens recordings by what keeps who looked
        copy=False,
        help="A movement at the gate opens its recording there. Put the time where the "
        "recorder wants it: {start} {stop} {iso} in UTC, {epoch} {start_epoch} "
        "{stop_epoch} in seconds, {start_local} {stop_local} {date} {time} on the "
        "clock of the site.",
    )
    camera_before = fields.Integer("Recording Before (seconds)", default=15)
    camera_after = fields.Integer("Recording After (seconds)", default=15)
    last_seen = fields.Datetime(
        readonly=True, copy=False, help="Last scan of its device, to the minute."
    )
    silent_after = fields.Integer(
        "Tell When Silent for (minutes)",
        help="While the site is open, notice channels are told when the device has not "
        "scanned for so long. 0: it may be silent.",
    )
    silent_told_at = fields.Datetime(
        readonly=True, copy=False, help="When the channels were told that it is silent."
    )
    token_hash = fields.Char(groups=fields.NO_ACCESS, copy=False)

    _silent_positive = models.Constraint(
        "CHECK(silent_after >= 0)", "A device is silent for some minutes, or for none."
    )
    _camera_positive = models.Constraint(
        "CHECK(camera_before >= 0 AND camera_after >= 0)",
        "The recording before and after a movement can't be negative.",
    )
    _token_hash_uniq = models.UniqueIndex("(token_hash) WHERE token_hash IS NOT NULL")

    @api.constrains("map_url")
    def _check_map_url(self):
        for gate in self:
            if not web_address.is_web(gate.map_url):
                raise ValidationError(
                    self.env._("Enter the address of the map, as https://example.com.")
                )

    @api.constrains("area_id", "site_id")
    def _check_area(self):
        for gate in self:
            if gate.area_id and gate.area_id.site_id != gate.site_id:
                raise ValidationError(
                    self.env._("A gate opens into an area of its own site.")
                )

    def action_new_token(self):
        """Give the device a new token and show it, this once.

        :return: the action of the dialog
        :raise AccessError: the user may not configure gates
        """
        return {
            "type": "ir.actions.client",
            "tag": "visitor_gate_token",
            "params": {"gate": self.display_name, "token": self.rotate_token()},
        }

    def rotate_token(self):
        """Give the device a new token and refuse the old one from now on.

        :return: the token (text), this once: only its hash is stored
        :raise AccessError: the user may not configure gates
        """
        self.ensure_one()
        self.check_access("write")
        token = secrets.token_urlsafe(32)
        self.sudo().token_hash = keys.hashed(token)
        return token

    @api.model
    def _device_of_token(self, token):
        """The device that a token belongs to, or None: unknown, rotated or archived.

        :param str token: what the device sent
        """
        return self._device(SQL("g.token_hash = %s", keys.hashed(token)))

    @api.model
    def _device(self, condition):
        kept_plans.execute(
            self.env,
            SQL(
                """
                SELECT g.id, g.kind, COALESCE(g.checks_in, FALSE), g.site_id,
                       s.company_id,
                       COALESCE(
                           (SELECT lang FROM res_partner WHERE id = s.partner_id),
                           (SELECT home.lang
                              FROM res_company c
                              JOIN res_partner home ON home.id = c.partner_id
                             WHERE c.id = s.company_id),
                           'en_US'
                       ),
                       g.area_id,
                       g.area_id IS NULL OR NOT EXISTS (
                           SELECT FROM visitor_area a
                            WHERE a.id = g.area_id AND a.parent_id IS NOT NULL
                       ) AND NOT EXISTS (
                           SELECT FROM visitor_gate around
                            WHERE around.site_id = g.site_id AND around.active
                              AND around.area_id IS NULL
                              AND around.kind IN ('gate', 'lane')
                       ),
                       g.last_seen, g.create_date
                  FROM visitor_gate g
                  JOIN visitor_site s ON s.id = g.site_id AND s.active
                 WHERE g.active AND %s
                """,
                condition,
            ),
        )
        row = self.env.cr.fetchone()
        return Device(*row) if row else None
