from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from ...tools import visit_terms
from ...tools.names import clean
from ..visit.visitor_visit import MOVABLE, STANDS

# Of those who ask for more than was announced, so many wait for the host at most.
MOST_WAITING = 20


class VisitorRegistration(models.Model):
    """Who comes along, and another time: what visitors say of the visit.

    The caller opened it by the visitor's secret and is the superuser.
    """

    _inherit = "visitor.registration"

    # ------------------------------------------------------------
    # COMPANIONS
    # ------------------------------------------------------------

    def _say_companion(self, name, email=""):
        """Somebody comes along.

        Within the number that was announced they are expected at once, with a pass and
        a link of their own; one more than that the host is asked for. Who asks learns
        nothing of the others: who was named before is not named twice, and that is all.

        :param str name: of the companion
        :param str email: the own address, where the own link goes; may be empty
        :raise UserError: no name, no address, or it is too late to bring somebody
        """
        self.ensure_one()
        visit = self.visit_id
        name, email = clean(name) or "", (email or "").strip()
        if not name:
            raise UserError(self.env._("Please enter the name of your companion."))
        if email and not email_normalize(email):
            raise UserError(
                self.env._("Please enter one e-mail address, like name@example.com.")
            )
        visit._lock_with_people()
        if visit.state not in STANDS or self.state == "no_show":
            raise UserError(
                self.env._("At the moment nobody can be added. Please ask your host.")
            )
        if self._said_companion_before(name, email):
            return
        requests = self.env["visitor.visit.request"]
        if visit._unnamed() > 0:
            person = self._create_companion(visit, name, email)
            requests._note_companion(self, person)
            person._invite_companion()
            return
        mine = self.visit_request_ids.filtered(
            lambda each: each.kind == "companion" and each.state == "open"
        )
        if len(mine) >= MOST_WAITING:
            raise UserError(
                self.env._("Your host has many requests of yours. Please call.")
            )
        requests._ask(self, "companion", name=name, email=email)

    def _said_companion_before(self, name, email):
        """Whether this one was named already, by this visitor or with this address."""
        address = email_normalize(email)
        said = self.visit_request_ids.filtered(
            lambda each: (
                each.kind == "companion"
                and each.state in ("open", "accepted")
                and (each.name or "").casefold() == name.casefold()
                and email_normalize(each.email or "") == address
            )
        )
        if said:
            return True
        return bool(address) and address in self.visit_id.registration_ids.mapped(
            "email_normalized"
        )

    def _create_companion(self, visit, name, email):
        """
        :param visit: with the rights of who adds somebody
        :return: ``visitor.registration`` with the same rights
        """
        person_sudo = self.sudo()  # its firm and language, which the companion shares
        return visit.env["visitor.registration"].create(
            {
                "visit_id": visit.id,
                "name": name,
                "email": email or False,
                "organization": person_sudo.organization,
                "lang": person_sudo.lang,
            }
        )

    def _invite_companion(self):
        """A link of their own, for those whose address is known."""
        self.filtered(
            lambda person: person._mail_address() and person.invitation_state == "none"
        )._invite()

    # ------------------------------------------------------------
    # ANOTHER TIME
    # ------------------------------------------------------------

    def _propose_time(self, start, stop, reason=""):
        """The visitor would rather come at another time; the host decides.

        One proposal at a time: it takes the place of the one before.

        :param datetime start: naive UTC
        :param datetime stop: the same
        :param str reason: in the visitor's words; may be empty
        :raise UserError: the time can't be meant, or it is too late to move the visit
        """
        self.ensure_one()
        visit = self.visit_id
        visit._lock_with_people()
        if visit.state not in MOVABLE or self.state != "expected":
            raise UserError(
                self.env._("It is too late to propose another time. Please call.")
            )
        self._check_proposal(start, stop)
        self.visit_request_ids.filtered(
            lambda each: each.kind == "other_time"
        )._withdraw()
        self.env["visitor.visit.request"]._ask(
            self, "other_time", start=start, stop=stop, reason=clean(reason)
        )

    def _check_proposal(self, start, stop):
        visit, _ = self.visit_id, self.env._
        if stop <= start:
            raise UserError(_("A visit ends after it begins."))
        if start <= fields.Datetime.now():
            raise UserError(_("Please choose a time that lies ahead."))
        if (start, stop) == (visit.start, visit.stop):
            raise UserError(_("That is the time of your visit already."))
        days = visit.type_id.max_days
        if not visit_terms.is_in_calendar(start, stop) or visit_terms.takes_longer(
            start, stop, days, visit.site_id.tz
        ):
            raise UserError(_("Please choose %s days at most.", days))

    # ------------------------------------------------------------
    # SHOWN
    # ------------------------------------------------------------

    def _requests_shown(self):
        """What became of it, for the visitor's own page.

        Numbers and no names: who comes along is nobody's but their own.

        :return: dict, see ``GET invitation`` in ``docs/openapi.yaml``
        """
        self.ensure_one()
        to_string = fields.Datetime.to_string
        requests, visit = self.visit_request_ids, self.visit_id
        states = requests.filtered(lambda each: each.kind == "companion").mapped(
            "state"
        )
        proposed = requests.filtered(
            lambda each: each.kind == "other_time" and each.state != "withdrawn"
        )[:1]
        return {
            "companions": {
                "places": visit._unnamed() if visit.state in STANDS else 0,
                "added": states.count("accepted"),
                "asked": states.count("open"),
                "kept": states.count("kept"),
            },
            "other_time": {
                "start": to_string(proposed.start),
                "stop": to_string(proposed.stop),
                "state": proposed.state,
            }
            if proposed
            else False,
            "may": {
                "companions": visit.state in STANDS and self.state != "no_show",
                "other_time": visit.state in MOVABLE and self.state == "expected",
                "decline": self.state == "expected",
            },
        }
