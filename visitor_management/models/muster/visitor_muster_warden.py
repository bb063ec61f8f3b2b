from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools import mail_secret, qr_code, roll_call
from ...tools.groups import SECURITY
from ...tools.name_field import Line
from ...tools.transaction import read_committed

PAGE = "/visitor/muster"


class VisitorMusterWarden(models.Model):
    """Somebody who looks for people at an assembly point, with an own phone.

    The link opens the list of one site for the phone that opened it first, and nothing
    else. Security names wardens, sends them their link and takes it back.
    """

    _name = "visitor.muster.warden"
    _description = "Warden"
    _inherit = ["visitor.held.mixin", "visitor.fixed.mixin"]
    _order = "site_id, name, id"
    _check_company_auto = True
    _fixed_fields = frozenset({"site_id"})

    name = Line(
        "Warden",
        required=True,
        compute="_compute_of_employee",
        store=True,
        readonly=False,
        precompute=True,
    )
    active = fields.Boolean(default=True, help="An archived warden's link is refused.")
    site_id = fields.Many2one(
        "visitor.site", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="site_id.company_id", store=True, index=True)
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    employee_id = fields.Many2one(
        "hr.employee",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: of another firm, as a tenant's warden.",
    )
    email = Line(
        "E-Mail of the Warden",
        compute="_compute_of_employee",
        store=True,
        readonly=False,
        precompute=True,
        help="The link is sent there.",
    )
    point_id = fields.Many2one(
        "visitor.muster.point",
        "Assembly Point",
        domain="[('site_id', '=', site_id)]",
        index="btree_not_null",
        ondelete="restrict",
        help="Where the warden usually stands; chosen on the phone at first.",
    )
    link_ids = fields.One2many(
        "visitor.muster.warden.link", "warden_id", "Links", groups=fields.NO_ACCESS
    )
    link_state = fields.Selection(
        [
            ("none", "No Link"),
            ("sent", "Link Not Opened"),
            ("bound", "Link in Use"),
            ("expired", "Link Expired"),
        ],
        "Link",
        compute="_compute_link_state",
        compute_sudo=True,
    )
    link_until = fields.Datetime(
        "Link Valid Until", compute="_compute_link_state", compute_sudo=True
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("employee_id")
    def _compute_of_employee(self):
        for warden in self:
            # sudo: name and work address of employees are public
            employee_sudo = warden.employee_id.sudo()
            warden.name = warden.name or employee_sudo.name
            warden.email = warden.email or employee_sudo.work_email

    @api.depends("link_ids.ended_at", "link_ids.expires_at", "link_ids.bound_at")
    def _compute_link_state(self):
        now = fields.Datetime.now()
        for warden in self:
            link = warden.link_ids.filtered(lambda each: not each.ended_at)[:1]
            warden.link_until = link.expires_at
            if not link:
                warden.link_state = "none"
            elif link.expires_at < now:
                warden.link_state = "expired"
            else:
                warden.link_state = "bound" if link.bound_at else "sent"

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        result = super().write(vals)
        if {"email", "employee_id", "active"} & vals.keys():
            # whoever it was sent to is another one now
            self.sudo().link_ids._end()
        return result

    @api.constrains("point_id", "site_id")
    def _check_point(self):
        for warden in self:
            if warden.point_id and warden.point_id.site_id != warden.site_id:
                raise UserError(
                    self.env._("Choose an assembly point of the warden's site.")
                )

    # ------------------------------------------------------------
    # THE LINK
    # ------------------------------------------------------------

    def action_send_link(self):
        """Mail each warden the own link; it works for 30 days, on one phone.

        The link before ends once the new one has left.

        :return: True
        :raise AccessError: not security
        :raise UserError: a warden has no e-mail
        """
        self._check_security()
        if any(not warden.email for warden in self):
            raise UserError(
                self.env._(
                    "Enter the warden's e-mail, or show the link to scan it from here."
                )
            )
        template = self.env.ref(
            "visitor_management.mail_template_visitor_warden"
        ).sudo()
        links = self.env["visitor.muster.warden.link"]
        for warden_sudo in self.sudo():  # security, checked above
            links._send_link(
                template,
                warden_sudo,
                warden_sudo.email,
                warden_url=f"{self.browse().get_base_url()}{PAGE}#{mail_secret.SLOT}",
            )
        return True

    def action_show_link(self):
        """Make the link and show it once, to be scanned by the warden's phone here.

        :return: an action that shows the link; the one before ends
        :raise AccessError: not security
        """
        self.ensure_one()
        self._check_security()
        secret = self.sudo().env["visitor.muster.warden.link"]._make(self)  # checked
        url = f"{self.get_base_url()}{PAGE}#{secret}"
        return {
            "type": "ir.actions.client",
            "tag": "visitor_muster_warden_link",
            "params": {
                "warden": self.name,
                "url": url,
                "qr": qr_code.symbol(url)._asdict(),
            },
        }

    def action_revoke_link(self):
        """Take the links of wardens back: they open nothing from now on.

        :return: True
        :raise AccessError: not security
        """
        self._check_security()
        self.sudo().link_ids._end()  # security, checked above
        return True

    def _check_security(self):
        if not self.env.su and not self.env.user.has_group(SECURITY):
            raise AccessError(
                self.env._("Security names wardens and sends their links.")
            )
        self.check_access("write")

    def _lang(self):
        """In which language a warden is written to."""
        self.ensure_one()
        warden_sudo = self.sudo()  # a language only
        return warden_sudo.employee_id.user_id.lang or warden_sudo.site_id._lang()

    @api.model
    def _of_token(self, token):
        """The ``visitor.muster.warden.link`` that a secret opens, or none."""
        return self.env["visitor.muster.warden.link"]._of_token(token)

    # ------------------------------------------------------------
    # WHAT A PHONE DOES
    # ------------------------------------------------------------
    # As superuser: the secret of the link is the right to ask.

    def _list(self):
        """What the warden's phone keeps ready, see ``visitor.muster._site_list``.

        :return: the list, with ``warden`` and the ``warden_point`` the warden has
        """
        self.ensure_one()
        return {
            **self.env["visitor.muster"]._site_list(self.site_id),
            "warden": self.name,
            "warden_point": self.point_id.id,
        }

    def _tick(self, device, rows):
        """Store what the phone has seen, by one statement.

        :param str device: the phone, as it names itself
        :param list rows: ``{"nonce", "key" or "line_id" or "code", "status", "at",
            "point"}``, at most 500
        :return: the nonces of all of them, known or new: the phone forgets those
        :raise ValueError, TypeError: it is anything else
        """
        self.ensure_one()
        ticks = roll_call.read_ticks(rows, fields.Datetime.now())
        read_committed(self.env)
        return self.env["visitor.muster.tick"]._store(
            self.site_id, self._device(device), ticks, warden=self
        )

    def _add(self, device, row):
        """Put somebody on the list who does not stand there.

        :param str device: the phone, as it names itself
        :param dict row: ``{"nonce", "name", "area": id or full name or nothing,
            "status": default safe, "at", "point"}``
        :return: ``{"nonce", "line_id": id or False, "key"}``; the line is there when a
            roll call is known, the key works from now on
        :raise ValueError, TypeError: it is anything else
        """
        self.ensure_one()
        status = row.get("status") or "safe"
        if status not in dict(roll_call.STATUSES):
            raise ValueError("status")
        read_committed(self.env)
        area = self._area(row.get("area_id") or row.get("area"))
        tick = self.env["visitor.muster.tick"]._store_added(
            self.site_id,
            self._device(device),
            {
                "nonce": roll_call.read_nonce(row.get("nonce")),
                "name": row.get("name"),
                "area_id": area.id,
                "status": status,
                "at": roll_call.read_moment(row.get("at"), fields.Datetime.now()),
                "point": row.get("point"),
            },
            warden=self,
        )
        return {"nonce": row["nonce"], "line_id": tick.line_id.id, "key": tick.key}

    def _area(self, said):
        """The area of the site that a phone names by its id or its full name."""
        areas = self.site_id.with_context(active_test=False).area_ids
        return areas.filtered(
            lambda area: said and said in (area.id, area.complete_name, area.name)
        )[:1]

    def _device(self, device):
        """A phone of this warden: nonces are its own."""
        return f"warden-{self.id}:{roll_call.read_nonce(device)}"
