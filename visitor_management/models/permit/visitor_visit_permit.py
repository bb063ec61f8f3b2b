from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ...tools.groups import check_reception
from .visitor_permit import OVER


class VisitorVisit(models.Model):
    """The works that visitors come for: the desk picks them from the permit's list."""

    _inherit = "visitor.visit"

    @api.constrains("permit_id", "site_id")
    def _check_permit(self):
        for visit_sudo in self.sudo():  # where the works are, compared only
            if visit_sudo.permit_id.site_id - visit_sudo.site_id:
                raise ValidationError(
                    self.env._("Choose a work permit of the site of the visit.")
                )

    @api.onchange("permit_id")
    def _onchange_permit_id(self):
        if self.permit_id and not self.partner_id:
            self.partner_id = self.permit_id.partner_id

    def write(self, vals):
        if not vals.get("permit_id"):
            return super().write(vals)
        before = {visit: visit.sudo().permit_id for visit in self}  # compared only
        result = super().write(vals)
        for visit, permit in before.items():
            if visit.permit_id != permit:
                visit._check_permit_goes_on()
                visit.registration_ids._note_permits()
        self.registration_ids._bus_changed()  # who is admitted changes with it
        return result

    def action_pick_workers(self):
        """Open the list of the permit, to tick who comes.

        :return: an action
        :raise AccessError: not reception
        :raise UserError: the visit names no permit
        """
        self.ensure_one()
        self._check_picks()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Pick Workers"),
            "res_model": "visitor.permit.pick",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_visit_id": self.id},
        }

    @api.readonly
    def read_workers(self):
        """The workers on the permit of the visit, for the desk to pick from.

        :return: ``{"permit", "state", "workers": [{"id", "name", "trade", "here"}]}``;
            ``here``: on this visit already
        :raise AccessError: not reception
        :raise UserError: the visit names no permit
        """
        self.ensure_one()
        permit = self._check_picks()
        here = permit._on_visit(self)
        return {
            "permit": permit.name,
            "state": permit.state,
            "workers": [
                {
                    "id": worker.id,
                    "name": worker.name,
                    "trade": worker.trade or "",
                    "here": worker in here,
                }
                for worker in permit.worker_ids
            ],
        }

    def pick_workers(self, worker_ids):
        """Add workers of the permit to the visit, and the visit to their lines.

        Who is announced under the same name already is linked, not added.

        :param list worker_ids: ids of ``visitor.permit.worker``
        :return: ids of ``visitor.registration``, of those picked
        :raise AccessError: not reception
        :raise UserError: the visit names no permit or is over, or somebody is not on
            the list of its permit
        """
        self.ensure_one()
        permit = self._check_picks()
        self._check_permit_goes_on()
        listed = {worker.id: worker for worker in permit.worker_ids}
        if not isinstance(worker_ids, list | tuple) or any(
            type(each) is not int or each not in listed for each in worker_ids
        ):
            raise UserError(
                self.env._("Choose workers from the list of the permit of this visit.")
            )
        picked = permit.worker_ids.browse(worker_ids)
        for worker in picked - permit._on_visit(self):
            # of two workers with one name each is announced
            taken = (permit.worker_ids - worker).sudo().registration_ids
            announced = self.registration_ids.filtered(
                lambda person, worker=worker, taken=taken: (
                    worker._is_same(person.sudo())
                    and person.state == "expected"
                    and person not in taken
                )
            )
            person = announced[:1] or self._announce_worker(worker)
            worker.sudo()._add_visit(person)  # reception, checked above
        self.registration_ids._bus_changed()  # who is admitted changes with it
        # sudo: which of the visitors of this visit they are
        return (self.registration_ids & picked.sudo().registration_ids).ids

    def _announce_worker(self, worker):
        values = {
            "name": worker.name,
            "organization": worker.permit_id.partner_id.name,
            "partner_id": worker.partner_id.id,
        }
        before = self.registration_ids
        self.registration_ids = [Command.create(values)]
        return self.registration_ids - before

    def _check_picks(self):
        """
        :return: the permit of the visit
        """
        check_reception(self.env)
        self.check_access("write")
        if not self.permit_id:
            raise UserError(self.env._("Choose the work permit of this visit first."))
        return self.permit_id

    def _check_permit_goes_on(self):
        """
        :raise UserError: the permit of the visit is over
        """
        if self.sudo().permit_id.state in OVER:  # whether it is over, no more
            raise UserError(
                self.env._("This work permit is over. Choose another one, or make one.")
            )
