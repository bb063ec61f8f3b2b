from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class VisitorOwnerMixin(models.AbstractModel):
    """A record that names who has to do something.

    Nobody who has left is named there anew. What is open of a leaver can be handed to
    somebody else.
    """

    _name = "visitor.owner.mixin"
    _description = "Record with somebody who has to act"

    # The field, to an employee or a user, that says who has to act.
    _owner_field = None
    # Where records hang on one document, each with another person: the way to it.
    _owner_document = None

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        # a caller may say it by a default, too
        given = self.default_get([self._owner_field])
        named = [bool({**given, **vals}.get(self._owner_field)) for vals in vals_list]
        records.browse(
            record.id for record, by_hand in zip(records, named, strict=True) if by_hand
        )._check_owner()
        return records

    def write(self, vals):
        if not vals.get(self._owner_field):
            return super().write(vals)
        changed = self.filtered(
            lambda record: record[self._owner_field].id != vals[self._owner_field]
        )
        result = super().write(vals)
        changed._check_owner()
        return result

    def copy_data(self, default=None):
        """A copy does not name who has left."""
        stand_in = self.env["visitor.stand.in"]
        vals_list = super().copy_data(default)
        for record, vals in zip(self, vals_list, strict=True):
            kept = self._owner_field not in (default or {})
            company = record.sudo()._owner_company()
            if kept and stand_in._has_left(record[self._owner_field], company):
                vals.pop(self._owner_field, None)
        return vals_list

    def _check_owner(self):
        """
        :raise ValidationError: somebody is named who has left
        """
        stand_in = self.env["visitor.stand.in"]
        # sudo: companies, and people who are named anyway
        by_company = self.sudo().grouped(lambda record: record._owner_company())
        for company, records in by_company.items():
            people = records[self._owner_field]
            if people - stand_in._at_work(people, company):
                raise ValidationError(  # no name: messages of errors are logged
                    self.env._(
                        "%s: this person has left, or can't sign in any more. Choose "
                        "somebody who is at work.",
                        self._fields[self._owner_field]._description_string(self.env),
                    )
                )

    def _owner_company(self):
        """The company in which the person has to be at work."""
        return self.company_id

    def _owned_document(self):
        """The document that is to be dealt with: the record, or what it hangs on."""
        return self[self._owner_document] if self._owner_document else self

    def _owner(self):
        """Who has to act, as ``res.users`` or ``hr.employee``."""
        return self[self._owner_field]

    # ------------------------------------------------------------
    # HAND OVER
    # ------------------------------------------------------------

    def _hand_over(self, user, employee):
        """Give the records to somebody else; the caller checks who asks.

        The activities of who has left go along. The history keeps who did it.

        :param user: ``res.users`` of the new owner, may be empty where an employee does
        :param employee: ``hr.employee`` of the new owner
        """
        by_user = self._fields[self._owner_field].comodel_name == "res.users"
        person = user if by_user else employee
        for record in self:
            owner = record._owner()
            document = record._owned_document()
            others = self._owner_document and document.line_ids
            record._pass_activities(document, owner, user)
            if others and person in others[self._owner_field]:
                record.unlink()  # the other one is there already
            else:
                record[self._owner_field] = person
                record._put_on_list()
            if hasattr(document, "_log_said"):
                document._log_said(record._handed_over(owner, person))

    def _pass_activities(self, document, owner, user):
        """What is on the list of who has left goes on the list of the other."""
        if user and "activity_ids" in document._fields:
            gone = owner if owner._name == "res.users" else owner.user_id
            document.activity_ids.filtered(
                lambda activity: activity.user_id in gone
            ).user_id = user

    def _handed_over(self, owner, person):
        """The sentence of the history, a lazy translation."""
        return _lt(
            "Handed over by %(user)s: %(before)s has left, %(after)s goes on.",
            user=self.env.user.name,
            before=owner.name or _lt("Who was named"),
            after=person.name,
        )

    def _put_on_list(self):
        """Put what is open on the list of its owner, where there is such a list."""
