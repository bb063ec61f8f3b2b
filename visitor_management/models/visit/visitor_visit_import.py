import base64
import binascii

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import email_normalize, email_split

from ...tools import names, people_file, phone
from ...tools.sentences import say
from ...tools.transaction import read_committed
from .visitor_visit import OVER

# What a list says of a person, in the order in which faults are named.
COLUMNS = ("name", "organization", "phone", "email", "vehicle_plate", "lang")


class VisitorVisit(models.Model):
    """Who comes, from a list that somebody sent."""

    _inherit = "visitor.visit"

    def import_people(self, data, filename, dry_run=True):
        """Add the people of a list to this visit, once.

        Who is on the visit already, by name and by what else is known of both, is not
        added again. Lines that will not do are named; the others go in all the same.

        :param str data: the file in base64: .xlsx, or text with tabs, semicolons or
            commas, in UTF-8 or GB18030. Its first line names the columns
        :param str filename: as it was called
        :param bool dry_run: only say what would be
        :return: ``{"good": int, "bad": [{"row": int, "reason": str}], "known": int}``:
            how many would be (were) added, which lines will not do and why (``row`` is
            the line of the file, the heading is 1), how many are on the visit already
        :raise AccessError: this user does not change the visit
        :raise UserError: the file holds no list, the visit is over or with those who
            approve it, or so many people are announced by security only
        """
        self.ensure_one()
        self.check_access("write")
        people = self.env["visitor.registration"]
        people.check_access("create")
        if not dry_run:
            read_committed(self.env)
            self._lock_with_people()  # the same list twice at once
        self._check_may_be_added()
        rows, bad = self._people_of(self._lines_of(data, filename))
        good, known = self._new_among(rows, bad)
        if (named := self._named() + len(good)) > self.planned_headcount:
            self._check_headcount(named)
        if good and not dry_run:
            people.create([{"visit_id": self.id, **values} for values in good])
        return {
            "good": len(good),
            "bad": sorted(bad, key=lambda each: each["row"]),
            "known": known,
        }

    def _check_may_be_added(self):
        """As the creation of people has it, said before a list is read."""
        if self.state in OVER:
            raise UserError(
                self.env._("This visit is over. Announce a new one for more visitors.")
            )
        self._check_no_sample()
        self._check_may_plan()

    # ------------------------------------------------------------
    # READ
    # ------------------------------------------------------------

    def _lines_of(self, data, filename):
        """The lines of a file as dicts by column, each with its number.

        :return: list of (line, dict of str)
        """
        try:
            content = base64.b64decode(data or "", validate=True)
            lines = people_file.read(content, filename)
        except (binascii.Error, ValueError, TypeError) as error:
            raise UserError(self.env._("Send the file in base64.")) from error
        except people_file.UnreadableFile as error:
            raise UserError(say(self.env, error.sentence)) from error
        heading = lines[0][1] if lines and lines[0][0] == 1 else []
        places = people_file.columns(heading, self._labels())
        if "name" not in places:
            raise UserError(
                self.env._(
                    "The first line names the columns, and one of them is “Name”. Add "
                    "such a line and try again."
                )
            )
        return [
            (
                line,
                {
                    field: cells[place] if place < len(cells) else ""
                    for field, place in places.items()
                },
            )
            for line, cells in lines[1:]
        ]

    def _labels(self):
        """What the columns are called on the screens, in each language."""
        people = self.env["visitor.registration"]
        return [
            (people._fields[name]._description_string(env), name)
            for code, _label in self.env["res.lang"].get_installed()
            for env in [self.with_context(lang=code).env]
            for name in COLUMNS
        ]

    # ------------------------------------------------------------
    # CHECK
    # ------------------------------------------------------------

    def _people_of(self, lines):
        """What can be stored, and why the rest can't.

        :return: list of (line, values), list of ``{"row", "reason"}``
        """
        languages = self._languages()
        rows, bad = [], []
        for line, cells in lines:
            values = {name: names.clean(cells.get(name, "")) for name in COLUMNS}
            reason = self._fault(values, languages)
            if reason:
                bad.append({"row": line, "reason": reason})
            else:
                lang = languages.get(values["lang"].casefold())
                rows.append((line, {**values, "lang": lang}))
        return rows, bad

    def _languages(self):
        """Installed languages by whatever they may be called in a list."""
        return {
            text.casefold(): code
            for code, label in self.env["res.lang"].get_installed()
            for text in (code, code.partition("_")[0], label, label.partition(" / ")[0])
        } | {"": False}

    def _fault(self, values, languages):
        """What is wrong with a line, as a sentence; nothing of the person in it."""
        _ = self.env._
        if not values["name"]:
            return _("The name is missing.")
        for name in COLUMNS:
            if len(values[name]) > names.LONGEST:
                return _("One of the columns is far too long for one line.")
        if values["email"] and not email_normalize(values["email"]):
            if len(email_split(values["email"])) > 1:
                return _("There are several e-mail addresses. Leave one.")
            return _("The e-mail address is not complete.")
        if values["phone"]:
            if phone.is_rounded(values["phone"]):
                return _(
                    "The spreadsheet has rounded the phone number. Format the column "
                    "as text and enter it again."
                )
            if not self.site_id._phone_key(values["phone"]):
                return _("The phone number is not complete.")
        if values["lang"].casefold() not in languages:
            return _("This language is not installed. Leave it empty, or take another.")
        return ""

    def _new_among(self, rows, bad):
        """Those who are not on the visit yet.

        :param rows: list of (line, values)
        :param list bad: gets the lines that repeat another one of the list
        :return: list of values, number of those who are on the visit already
        """
        already, listed, good, known = {}, {}, [], 0
        for person in self.sudo().registration_ids:  # the user may change the visit
            self._enter(already, person.name, person.phone_key, person.email_normalized)
        for line, values in rows:
            who = (
                values["name"],
                self.site_id._phone_key(values["phone"]),
                email_normalize(values["email"]),
            )
            if self._find(already, *who):
                known += 1
            elif first := self._find(listed, *who):
                bad.append(
                    {
                        "row": line,
                        "reason": self.env._(
                            "This is the person of line %s. If it is another one of "
                            "that name, add a phone number or an e-mail address to "
                            "both.",
                            first,
                        ),
                    }
                )
            else:
                self._enter(listed, *who, line=line)
                good.append(values)
        return good, known

    def _enter(self, known, name, phone_key, email, line=True):
        known.setdefault(self._folded(name), []).append((phone_key, email, line))

    def _find(self, known, name, phone_key, email):
        """The line of somebody of the same name of whom nothing else says otherwise."""
        for their_phone, their_email, line in known.get(self._folded(name), ()):
            other_phone = phone_key and their_phone and phone_key != their_phone
            other_email = email and their_email and email != their_email
            if not (other_phone or other_email):
                return line
        return None

    def _folded(self, name):
        return " ".join(name.casefold().split())
