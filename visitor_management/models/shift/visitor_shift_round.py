from odoo import fields, models

from ...tools.shift_round import SECTIONS


class VisitorShift(models.Model):
    """What is still open at a site: read anew until the sheet is signed."""

    _inherit = "visitor.shift"

    def _freeze(self):
        """Write down what is open and what there should be, at this moment."""
        shifts_sudo = self.sudo()  # the program writes; whose site it is was checked
        shifts_sudo.line_ids.unlink()
        shifts_sudo.line_ids.create(
            [values for shift in shifts_sudo for values in shift._open_now()]
        )
        shifts_sudo._count_anew()

    def _open_now(self):
        """The values of the lines of what is open at the site at this moment."""
        return [
            {
                "shift_id": self.id,
                "kind": kind,
                "sequence": number,
                **values,
            }
            for number, kind in enumerate(SECTIONS)
            for values in getattr(self, f"_open_{kind}")()
        ]

    # ------------------------------------------------------------
    # PEOPLE
    # ------------------------------------------------------------

    def _open_unseen(self):
        stays = self.env["visitor.stay"].search(
            [("site_id", "=", self.site_id.id), ("not_seen_leaving", "=", True)],
            order="in_at",
        )
        return [
            {
                **self._person(stay),
                "res_id": stay.id,
            }
            for stay in stays
        ]

    def _open_overstaying(self):
        now = fields.Datetime.now()
        return [
            self._person(stay)
            for stay in self._inside()
            if stay.visit_id._over_at() < now
        ]

    def _open_inside(self):
        now = fields.Datetime.now()
        return [
            self._person(stay)
            for stay in self._inside()
            if stay.visit_id._over_at() >= now
        ]

    def _inside(self):
        return self.env["visitor.stay"].search(
            [("site_id", "=", self.site_id.id), ("out_at", "=", False)], order="in_at"
        )

    def _person(self, stay):
        return {
            "registration_id": stay.registration_id.id,
            "headcount": stay.headcount,
            "in_at": stay.in_at,
            "due_at": stay.visit_id.stop,
        }

    # ------------------------------------------------------------
    # CARDS
    # ------------------------------------------------------------

    def _open_card(self):
        passes = self.env["visitor.pass"].search(
            [("site_id", "=", self.site_id.id), ("is_out", "=", True)], order="id"
        )
        return [
            {
                "registration_id": each.registration_id.id,
                "res_id": each.id,
                "number": each.held_card_ids[:1].number or each.short_code,
                "due_at": each.visit_id.stop,
            }
            for each in passes
        ]

    # ------------------------------------------------------------
    # DEPOSITS
    # ------------------------------------------------------------

    def _open_deposit(self):
        return [
            {
                "res_id": thing.id,
                "registration_id": thing.registration_id.id,
                "name": " · ".join(filter(None, (thing.name, thing.place))),
                "number": thing.slip,
                "in_at": thing.at,
                "due_at": thing.visit_id.stop,
            }
            for thing in self._ledger("deposit")
        ]

    def _ledger(self, kind):
        """What is kept at the site: a deposit, or something found."""
        things = self.env["visitor.belonging"]._ledger(self.site_id)
        return things.filtered(lambda thing: thing.kind == kind)

    # ------------------------------------------------------------
    # WORKS
    # ------------------------------------------------------------

    def _open_permit(self):
        """Works that have begun, also suspended ones."""
        begun = ("start", "<=", fields.Datetime.now())
        return self._permits(("state", "in", ("approved", "suspended")), begun)

    def _open_permit_back(self):
        """Handed back by the contractor, and not closed yet."""
        return self._permits(("state", "=", "handed_back"))

    def _permits(self, *domain):
        permits = self.env["visitor.permit"].search(
            [("site_id", "=", self.site_id.id), *domain], order="stop, id"
        )
        return [
            {
                "res_id": permit.id,
                "name": " · ".join(
                    filter(None, (permit.kind_id.name, permit.partner_id.name))
                ),
                "number": permit.name,
                "headcount": permit.worker_count,
                "in_at": permit.start,
                "due_at": permit.stop,
            }
            for permit in permits
        ]

    # ------------------------------------------------------------
    # DELIVERIES
    # ------------------------------------------------------------

    def _open_delivery(self):
        deliveries = self.env["visitor.delivery"].search(
            [("site_id", "=", self.site_id.id), ("state", "=", "open")],
            order="came_at, id",
        )
        return [
            {
                "res_id": delivery.id,
                "name": delivery.display_name,
                "number": delivery.plate,
                "in_at": delivery.came_at,
                "due_at": delivery.due_at,
            }
            for delivery in deliveries
        ]

    # ------------------------------------------------------------
    # EMERGENCIES
    # ------------------------------------------------------------

    def _open_emergency(self):
        """What was not asked for at the door, and is not there yet."""
        visits = self.env["visitor.visit"].search(
            [("site_id", "=", self.site_id.id), ("emergency_owing", "=", True)],
            order="start, id",
        )
        return [
            {
                "res_id": visit.id,
                "name": visit.type_id.name,
                "number": visit.name,
                "headcount": visit.headcount,
                "in_at": visit.start,
                "due_at": visit.emergency_due_at,
            }
            for visit in visits
        ]

    # ------------------------------------------------------------
    # ESCORTS
    # ------------------------------------------------------------

    def _open_escort(self):
        escorts = self.env["visitor.escort"].search(
            [("site_id", "=", self.site_id.id), ("state", "=", "active")], order="id"
        )
        return [
            {
                "res_id": escort.id,
                "name": escort.employee_id.name,
                "number": escort.visit_id.name,
                "headcount": escort.guests,
                "in_at": escort.started_at,
                "due_at": escort.stop,
            }
            for escort in escorts
        ]
