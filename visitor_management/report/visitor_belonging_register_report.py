from odoo import api, models
from odoo.exceptions import UserError


class VisitorDepositRegisterReport(models.AbstractModel):
    """寄存物品登记: the deposits that were chosen, a line each, site by site."""

    _name = "report.visitor_management.visitor_deposit_register"
    _inherit = ["report.visitor_management.client_form"]
    _description = "Register of Deposits"

    _prints = "visitor.belonging"
    _kind = "deposit"

    @api.model
    def _title(self):
        return self.env._("Register of Deposits")

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        things = values["docs"].filtered(lambda each: each.kind == self._kind)
        if not things:
            raise UserError(
                self.env._("None of these belongs in this register. Choose others.")
            )
        pages = []
        for site, of_site in things.grouped("site_id").items():
            of_site = of_site.sorted(lambda each: (each.at, each.id))
            heading, *rows = self._lines_of(of_site)
            pages += self._paged(site, rows, site.name, [heading])
        return values | {"pages": pages}

    @api.model
    def _pages(self, document):
        return []  # a register is of all of them together

    @api.model
    def _lines_of(self, things):
        _ = self.env._
        columns = [
            (_("Slip No."), 27.0),
            (_("Thing, how many, look"), 41.0),
            (_("Valuables declared"), 26.0),
            (_("Depositor, visit"), 27.0),
            (_("Taken at, by"), 25.0),
            (_("Place kept"), 16.0),
            (_("Fetched, signature"), 24.0),
        ]
        return self._grid(columns, [self._line(thing) for thing in things])

    @api.model
    def _line(self, thing):
        _ = self.env._
        names = thing.sudo()  # names on a deposit that the user reads
        return [
            thing.slip,
            self._what(thing),
            self._lines(
                thing.valuable != "no" and self._label_of(thing, "valuable"),
                thing.declared,
                thing.seal and _("Seal No. %s", thing.seal),
            ),
            self._lines(names.registration_id.name or thing.owner, names.visit_id.name),
            self._lines(self._moment(thing, thing.at), names.user_id.name),
            thing.place,
            self._lines(
                self._moment(thing, thing.closed_at),
                thing.state == "closed" and self._label_of(thing, "outcome"),
            ),
        ]

    @api.model
    def _what(self, thing):
        many = f" × {thing.quantity}" if thing.quantity > 1 else ""
        return self._lines(f"{thing.name}{many}", thing.look, thing.serial)


class VisitorFoundRegisterReport(models.AbstractModel):
    """拾遗物品登记: what was found, and what became of it."""

    _name = "report.visitor_management.visitor_found_register"
    _inherit = ["report.visitor_management.visitor_deposit_register"]
    _description = "Register of Found Things"

    _kind = "found"

    @api.model
    def _title(self):
        return self.env._("Register of Found Things")

    @api.model
    def _lines_of(self, things):
        _ = self.env._
        columns = [
            (_("No."), 27.0),
            (_("Thing, marks"), 38.0),
            (_("Found at, where, by"), 33.0),
            (_("Received by, kept in"), 25.0),
            (_("Owner told, notice"), 22.0),
            (_("Claimed by, marks checked"), 25.0),
            (_("Status"), 16.0),
        ]
        return self._grid(columns, [self._line(thing) for thing in things])

    @api.model
    def _line(self, thing):
        _ = self.env._
        names = thing.sudo()  # names on a find that the user reads
        return [
            thing.slip,
            self._what(thing),
            self._lines(
                self._moment(thing, thing.at),
                thing.found_place,
                thing.found_by or names.registration_id.name,
            ),
            self._lines(names.user_id.name, thing.place),
            self._lines(
                thing.told_on and _("Told %s", self._moment(thing, thing.told_on)),
                thing.notice_on and _("Notice %s", self._day(thing.notice_on)),
            ),
            self._lines(
                thing.claimed_by,
                thing.marks_checked or thing.closing_note,
                thing.police_receipt and _("Police: %s", thing.police_receipt),
                self._moment(thing, thing.closed_at),
            ),
            self._label_of(thing, "outcome" if thing.outcome else "state"),
        ]
