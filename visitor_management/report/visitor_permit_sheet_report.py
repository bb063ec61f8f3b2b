from odoo import api, models
from odoo.tools import format_datetime

from ..tools import paper, qr_code
from .visitor_pass_report import picture


class VisitorPermitNoticeReport(models.AbstractModel):
    """动火公告 for the main entrance: what goes on where and when, without a name."""

    _name = "report.visitor_management.visitor_permit_notice"
    _description = "Notice of Works for the Entrance"

    @api.model
    def _get_report_values(self, docids, data=None):
        permits = self.env["visitor.permit"].browse(docids)
        permits.check_access("read")
        permits._check_hung_up()
        return {
            "doc_ids": permits.ids,
            "doc_model": permits._name,
            "docs": permits,
            "sheets": [self._sheet(permit) for permit in permits],
            "fit": paper.fit,
        }

    @api.model
    def _sheet(self, permit):
        """What stands on the sheet, in the language of the site, where it hangs."""
        permit_sudo = permit.sudo()  # a permit that the user reads
        permit = permit_sudo.with_context(lang=permit_sudo.site_id._lang())
        _ = permit.env._
        site = permit.site_id
        place = (permit.area_id.complete_name, permit.unit_id.name, permit.place)
        return {
            "color": "#a61b1b",
            "title": (
                _("Notice of Hot Work")
                if permit.kind_id.hot_work
                else _("Notice of Works: %s", permit.kind_id.name)
            ),
            "site": site.name,
            "number": permit.name,
            "code": qr_code.symbol(permit._sheet_url()),
            "words": _("Scan to see whether works may go on at this moment."),
            "facts": [
                (_("Place and part"), " · ".join(filter(None, (site.name, *place)))),
                (
                    _("Time"),
                    "; ".join(filter(None, (permit.local_window, permit.hours_text))),
                ),
                (_("Works"), permit.works),
                (
                    _("Works done by"),
                    permit.partner_id.is_company and permit.partner_id.name,
                ),
                (_("Department in charge"), site.company_id.name),
                (_("Phone of the site"), site.announce_phone),
                (_("Please note"), self._please(permit)),
            ],
        }

    @api.model
    def _please(self, permit):
        _ = permit.env._
        if permit.kind_id.hot_work:
            return _(
                "Keep away from the place, keep the escape routes free, and tell us at "
                "once if you see smoke or flames."
            )
        return _("Keep away from the place and keep the escape routes free.")


class VisitorPermitDoorReport(models.AbstractModel):
    """装修/施工许可证, which hangs outside of the door: no phone, no workers."""

    _name = "report.visitor_management.visitor_permit_door"
    _inherit = ["report.visitor_management.visitor_permit_notice"]
    _description = "Renovation Permit for the Door"

    @api.model
    def _sheet(self, permit):
        permit_sudo = permit.sudo()  # a permit that the user reads
        permit = permit_sudo.with_context(lang=permit_sudo.site_id._lang())
        _ = permit.env._
        unit = permit.unit_id
        place = (unit.name, permit.area_id.complete_name, permit.place)
        occupants = ", ".join(unit.partner_ids.mapped("name"))
        until = permit.extended_from and _moment(permit, permit.stop)
        facts = [
            (_("Unit"), " · ".join(filter(None, place))),
            (_("Owner or tenant"), occupants),
            (_("Works done by"), permit.partner_id.name),
            (_("Person in charge"), permit.responsible_name),
            (_("Works"), permit.works),
            (_("Valid from – until"), permit.local_window),
            *([(_("Extended to"), until)] if until else []),
            (_("Hours of the Works"), permit.hours_text or _("All day")),
            (_("Not allowed"), permit.limits),
            (_("Fire and safety"), permit.watch_name),
            (
                _("Issued by (stamp)"),
                " · ".join(
                    filter(
                        None,
                        (
                            permit.company_id.name,
                            permit.approved_by_id.name,
                            _moment(permit, permit.approved_at),
                        ),
                    )
                ),
            ),
        ]
        return {
            **super()._sheet(permit),
            "color": "#1b5699",
            "title": _("Renovation and Works Permit"),
            "facts": facts,
        }


class VisitorPermitWorkerReport(models.AbstractModel):
    """施工出入证: the card of a worker, front and back, on A6."""

    _name = "report.visitor_management.visitor_permit_worker_card"
    _description = "Card of a Worker"

    @api.model
    def _get_report_values(self, docids, data=None):
        workers = self.env["visitor.permit.worker"].browse(docids)
        workers.check_access("read")
        workers.permit_id._check_hung_up()
        return {
            "doc_ids": workers.ids,
            "doc_model": workers._name,
            "docs": workers,
            "sheets": [self._sheet(worker) for worker in workers],
            "fit": paper.fit,
        }

    @api.model
    def _sheet(self, worker):
        permit_sudo = worker.permit_id.sudo()  # of a worker that the user reads
        permit = permit_sudo.with_context(lang=permit_sudo.site_id._lang())
        _ = permit.env._
        place = permit.unit_id.name or permit.area_id.complete_name or permit.place
        return {
            "title": _("Worker's Pass Card"),
            "site": permit.site_id.name,
            "photo": picture(
                worker.registration_id.photo, "JPEG", (450, 600), crop=True
            ),
            "photo_word": _("Photo"),
            "name": worker.name,
            "facts": [
                (_("Card No."), worker._card_number()),
                (_("Trade"), worker.trade),
                (_("Works done by"), permit.partner_id.name),
                (_("Unit"), place),
                (_("Valid from – until"), permit.local_window),
                (_("Issued by (stamp)"), permit.company_id.name),
            ],
            "rules": [
                _("For the holder only."),
                _("Wear it where it can be seen."),
                _("No other units than the one that is named."),
                _("Return it when it expires."),
            ],
        }


def _moment(permit, moment):
    """A naive UTC moment on the clock of the site, or nothing."""
    return moment and format_datetime(permit.env, moment, permit.tz, "short")
