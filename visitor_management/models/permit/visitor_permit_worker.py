from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.folding import words
from ...tools.name_field import Line
from .visitor_permit import OVER

# What follows from a visit, not from what was asked for.
LINKED = frozenset({"registration_id", "registration_ids"})
# Written when a visit is linked: by it somebody is a worker, and has to be out again.
HISTORY = "registration_ids"


class VisitorPermitWorker(models.Model):
    """Somebody whom a permit lets work, and the visits that this was.

    A person is a worker when a line names the registration, or its linked contact.
    """

    _name = "visitor.permit.worker"
    _description = "Worker of a Permit"
    _inherit = ["visitor.held.mixin", "visitor.fixed.mixin"]
    _order = "permit_id, sequence, id"
    _check_company_auto = True
    _fixed_fields = frozenset({"permit_id"})
    _draft_domain = [("permit_id.state", "=", "draft")]

    permit_id = fields.Many2one(
        "visitor.permit", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="permit_id.company_id", store=True, index=True, precompute=True
    )
    site_id = fields.Many2one(
        related="permit_id.site_id", store=True, index=True, precompute=True
    )
    permit_state = fields.Selection(
        related="permit_id.state", string="Status of the Permit"
    )
    sequence = fields.Integer(default=10)
    name = Line("Worker", required=True)
    trade = Line()
    certificate = Line("Certificate No.", help="Of the trade, as it is on the paper.")
    partner_id = fields.Many2one(
        "res.partner",
        "Contact of the Worker",
        index="btree_not_null",
        check_company=True,
        domain="[('is_company', '=', False)]",
        ondelete="restrict",
    )
    registration_id = fields.Many2one(
        "visitor.registration",
        "Latest Visit",
        copy=False,
        index="btree_not_null",
        check_company=True,
        domain="[('site_id', '=', site_id)]",
        ondelete="restrict",
    )
    registration_ids = fields.Many2many(
        "visitor.registration",
        "visitor_permit_worker_visit_rel",
        "worker_id",
        "registration_id",
        "Visits of the Worker",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("registration_id")
    def _check_site(self):
        for worker in self:
            # sudo: where a visit is that reception may name
            if worker.registration_id.sudo().site_id - worker.permit_id.site_id:
                raise ValidationError(
                    self.env._("Choose a visitor of the site of the works.")
                )

    @api.constrains("partner_id")
    def _check_partner(self):
        if any(worker.sudo().partner_id.is_company for worker in self):
            raise ValidationError(
                self.env._("A worker is a person: choose the contact of a person.")
            )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self._check_history({name for vals in vals_list for name in vals})
        workers = super().create(vals_list)
        for permit in workers.permit_id:
            if permit.state != "draft":
                raise permit._content_stays()
        workers._note_visit()
        workers.permit_id._ask_papers()
        return workers

    def write(self, vals):
        self._check_history(vals)
        content = vals.keys() - LINKED
        for worker in self:
            permit = worker.permit_id
            if permit.state in OVER:
                raise permit._stays(self.env._("It is over."))
            if permit.state == "draft":
                continue
            if content and worker._differing(content, vals):
                raise permit._content_stays()
            worker._check_is_named(vals)
        before = {worker: worker.sudo().registration_id for worker in self}
        result = super().write(vals)
        if vals.keys() & {"registration_id", "name", "partner_id"}:
            self._note_visit(before)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        for permit in self.permit_id:
            if permit.state != "draft":
                raise permit._content_stays()

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    def _check_history(self, names):
        """
        :raise UserError: somebody says which visits the worker's were
        """
        if not self.env.su and HISTORY in names:
            label = self._fields[HISTORY]._description_string(self.env)
            raise UserError(self.env._("These fields can't be set by hand: %s", label))

    def _check_is_named(self, vals):
        """Nobody else comes instead of the worker who was asked for.

        :raise UserError: the visitor that is to be linked has another name, and is not
            the contact of the line either
        """
        self.ensure_one()
        person = self.env["visitor.registration"].browse(vals.get("registration_id"))
        if person and not self._is_same(person.sudo()):  # compared only
            raise UserError(
                self.env._(
                    "The permit names another person on this line. Another worker "
                    "needs a new permit; a name that is spelled wrongly at the desk is "
                    "corrected there."
                )
            )

    def _is_same(self, person_sudo):
        """Whether a visitor can be the worker of this line."""
        if self.partner_id and self.partner_id == person_sudo.partner_id:
            return True
        return sorted(words(self.name)) == sorted(words(person_sudo.name))

    def _note_visit(self, before=None):
        """Add the visits that are linked to the history of the lines.

        :param dict before: which was linked to each line until now
        """
        changed_sudo = self.env["visitor.registration"].sudo()
        for worker_sudo in self.sudo():  # what was linked, checked as the user's
            person = worker_sudo.registration_id
            if mistaken := worker_sudo._mistaken(before and before[worker_sudo]):
                worker_sudo._forget_visits(mistaken)
                changed_sudo |= mistaken
            if person and person not in worker_sudo.registration_ids:
                worker_sudo._add_visit(person)
        # who is admitted changes with it
        (changed_sudo | self.sudo().registration_id)._bus_changed()

    def _mistaken(self, before):
        """The visits that are not the worker's after all.

        In a draft those of who has another name, whom nobody sees who signs and
        approves it; later the one that was taken off the line before anybody came.

        :param before: ``visitor.registration`` that was linked until now, or None
        """
        if self.permit_state == "draft":
            return self.registration_ids.filtered(
                lambda visit: visit != self.registration_id and not self._is_same(visit)
            )
        if before and not self.registration_id and before.state == "expected":
            return before
        return self.registration_ids.browse()

    def _forget_visits(self, visits):
        return super().write(
            {HISTORY: [fields.Command.unlink(visit.id) for visit in visits]}
        )

    def _add_visit(self, person):
        """Add a visit to the history of the line; it is the latest one."""
        return super().write(
            {
                "registration_id": person.id,
                "registration_ids": [fields.Command.link(person.id)],
            }
        )

    def _again(self):
        """The values of the same workers for another permit."""
        return [
            {
                "sequence": worker.sequence,
                "name": worker.name,
                "trade": worker.trade,
                "certificate": worker.certificate,
                "partner_id": worker.partner_id.id,
            }
            for worker in self
        ]
