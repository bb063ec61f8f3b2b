from .scan_common import ScanCommon


class WatchlistCommon(ScanCommon):
    """Entries and visitors that may be meant by them."""

    @classmethod
    def _entry(cls, user=None, **values):
        """An entry of security that refuses somebody by name, unless said otherwise."""
        values = {"level": "deny", "reason": "Stole tools", **values}
        if not {"name", "phone", "email", "plate", "document_number"} & values.keys():
            values["name"] = "Boris Becket"
        entries = cls.env["visitor.watchlist"].with_user(user or cls.user_security)
        return entries.create(values)

    @classmethod
    def _person(cls, name="Boris Becket", **values):
        """An expected visitor of an approved visit, as reception sees them."""
        person = cls._registration(names=(name,))
        if values:
            person.sudo().write(values)
        return person

    def _hits(self, person):
        person.env.flush_all()
        hits = self.env["visitor.watchlist.hit"].with_user(self.user_security)
        return hits.search([("registration_id", "=", person.id)])

    def _in(self, person):
        """The codes with which the desk refuses a visitor; none: let in."""
        return self._codes(person.with_user(self.user_reception).check_in())
