import re
from dataclasses import replace
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools import admission, pass_code
from ..tools.sentences import say

MOST_HITS = 8
# Names and firms are looked for around today; numbers and codes whenever they were.
AROUND_TODAY = timedelta(days=30)


class VisitorReceptionSearchMixin(models.AbstractModel):
    """The one box of the reception screen: who is meant by these few characters?"""

    _name = "visitor.reception.search.mixin"
    _description = "Search at reception"

    # ------------------------------------------------------------
    # PEOPLE
    # ------------------------------------------------------------

    @api.model
    @api.readonly
    def find_people(self, site_id, text):
        """Visitors by name, firm, phone, plate, visit number, code or card.

        :param int site_id: the site on the screen
        :param str text: what was typed
        :return: ``{"people", "visits", "today"}`` as ``visitor.reception.read_day``,
            eight people at most; ``today`` holds the ids of those who are on today's
            list, they come first
        :raise AccessError: not reception of the site's company
        """
        site = self._site(site_id)
        text = (text or "").strip()
        registrations = self.env["visitor.registration"]
        if not text:
            return {**self._rows(registrations), "today": []}
        today = self._people_of_day(site)
        words = self._words_domain(text)
        found = registrations.search(
            Domain("id", "in", today.ids) & words, limit=MOST_HITS
        )
        found |= self._by_number(site, text)
        if len(found) < MOST_HITS:
            now = fields.Datetime.now()
            nearby = Domain("site_id", "=", site.id) & Domain(
                "visit_id",
                "any",
                [
                    ("site_id", "=", site.id),
                    ("start", ">=", now - AROUND_TODAY),
                    ("start", "<", now + AROUND_TODAY),
                ],
            )
            found |= registrations.search(
                nearby & words & Domain("id", "not in", found.ids),
                order="id desc",
                limit=MOST_HITS,
            )
        found = (found & today | found)[:MOST_HITS]
        return {**self._rows(found), "today": (found & today).ids}

    def _words_domain(self, text):
        """What a person answers to."""
        words = Domain("name", "ilike", text) | Domain("organization", "ilike", text)
        spelled = "%".join(re.sub(r"[\s·.-]", "", text))
        if spelled:
            words |= Domain("vehicle_plate", "ilike", spelled)
        digits = re.sub(r"\D", "", text)
        if len(digits) >= 4:
            words |= Domain("phone_key", "like", digits)
            # the zeros one dials are not part of the number that is stored
            if len(dialled := digits.lstrip("0")) >= 6:
                words |= Domain("phone_key", "like", dialled)
        if "@" in text:
            words |= Domain("email", "ilike", text)
        return words

    def _by_number(self, site, text):
        """Holders of a visit number, a short code or a card number."""
        found = self._pass_of(site, text).pass_id.registration_id
        # codes and cards may be all letters, what is new in a visit number is not
        if any(character.isdigit() for character in text):
            visits = self.env["visitor.visit"].search(
                [("name", "ilike", text), ("site_id", "=", site.id)], limit=MOST_HITS
            )
            found |= visits.registration_ids
        return found[:MOST_HITS]

    # ------------------------------------------------------------
    # CODES
    # ------------------------------------------------------------

    @api.model
    @api.readonly
    def find_code(self, site_id, code):
        """Whose code this is, and why it opens nothing if it does not.

        :param int site_id: the site on the screen
        :param str code: text of a QR code, short code or card number
        :return: ``{"registration_id": id or False, "message": why it is refused}``;
            without a person the code is unknown
        :raise AccessError: not reception of the site's company
        """
        site = self._site(site_id)
        found = self._pass_of(site, pass_code.trim(code or ""))
        person = found.pass_id.registration_id
        if not person:
            return {
                "registration_id": False,
                "message": self.env._(
                    "No visitor has this code. Search by name, or register a walk-in."
                ),
            }
        return {
            "registration_id": person.id,
            "message": self._code_message(site, found),
        }

    def _pass_of(self, site, text):
        """The code (``visitor.pass.code``) of a pass of the user's companies.

        A card stands for the code of the pass it was handed out with.
        """
        # sudo: nobody may read codes; found are those of the companies of the site only
        codes_sudo = self.env["visitor.pass.code"].sudo()
        ours = [("pass_id.company_id", "=", site.company_id.id)]
        if text.startswith(pass_code.PREFIX):
            self.env["visitor.secret"]._use()
        if token := pass_code.decode(text):
            return codes_sudo.search(
                [("code_hash", "=", pass_code.id_hash(token.id)), *ours], limit=1
            )
        if short := pass_code.normalize_short_code(text):
            here = [("short_code", "=", short), ("pass_id.site_id", "=", site.id)]
            if code := codes_sudo.search(here, limit=1):
                return code
        card = self.env["visitor.card"].search(
            [("number", "=", text), ("site_id", "=", site.id)], limit=1
        )
        return codes_sudo.search([("pass_id", "in", card.pass_id.ids)], limit=1)

    def _code_message(self, site, code):
        """Why the pass is refused as such; what else is missing the panel shows."""
        shown = code.pass_id
        if shown.site_id != site:
            return self.env._("This pass is for the site “%s”.", shown.site_id.name)
        if shown.state == "left_open":
            return self.env._("The holder has left: take the card or pass back.")
        facts = self.env["visitor.admission"]._facts(
            shown.registration_id, shown_pass=shown
        )
        for each in facts.values():
            for unmet in admission.unmet(replace(each, code_state=code.state)):
                if unmet.code.startswith("pass_"):
                    return say(self.env, unmet.message)
        return ""

    # ------------------------------------------------------------
    # HOSTS
    # ------------------------------------------------------------

    @api.model
    @api.readonly
    def find_hosts(self, site_id, text):
        """Whom a walk-in may want to see: employees, and residents of the site.

        :param int site_id: the site on the screen
        :param str text: part of a name, or of the number of a unit
        :return: list of ``{"name", "detail", "values"}``; ``values`` are those of the
            visit
        :raise AccessError: not reception of the site's company
        """
        site = self._site(site_id)
        text = (text or "").strip()
        employees = self.env["hr.employee.public"].search_fetch(
            [
                ("name", "ilike", text),
                ("company_id", "in", (False, site.company_id.id)),
                # nothing reaches an employee whose login was taken away
                *("|", ("user_id", "=", False), ("user_id.active", "=", True)),
            ],
            ["name", "department_id", "job_title"],
            limit=MOST_HITS,
        )
        hosts = [
            {
                "name": employee.name,
                "detail": employee.department_id.name or employee.job_title or "",
                "values": {"host_id": employee.id},
            }
            for employee in employees
        ]
        return hosts + self._find_residents(site, text)

    def _find_residents(self, site, text):
        units = self.env["visitor.unit"].search(
            Domain("site_id", "=", site.id)
            & (
                Domain("display_name", "ilike", text)
                | Domain("partner_ids.name", "ilike", text)
            ),
            limit=MOST_HITS,
        )
        residents = [
            {
                "name": partner.name,
                "detail": unit.display_name,
                "values": {"host_partner_id": partner.id, "unit_id": unit.id},
            }
            for unit in units
            for partner in unit.partner_ids
            if text.lower() in f"{partner.name} {unit.display_name}".lower()
        ]
        return residents[:MOST_HITS]
