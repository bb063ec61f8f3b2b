from odoo.tests import new_test_user
from odoo.tools import SQL

from .common import VisitorCommon

NUMBER = "11010519491231002X"
MASKED = "****002X"
WRONG = "110105194912310021"
PASSPORT = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"


class IdentityCase(VisitorCommon):
    """Visitors of three kinds of visit, which keep nothing, part or all of a number."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kinds = {
            storage: cls.type_open.copy(
                {"name": storage, "identity_storage": storage, "id_required": True}
            )
            for storage in ("none", "partial", "full")
        }

    def _person(self, storage="full"):
        return self._registration(type_id=self.kinds[storage].id)

    def _identity(self, person, user=None):
        identity = self.env["visitor.identity"].search(
            [("registration_id", "=", person.id)]
        )
        self.assertLessEqual(len(identity), 1)
        return identity.with_user(user or self.user_reception)

    def _entered(self, storage="full", number=NUMBER, user=None):
        person = self._person(storage)
        answer = person.set_identity("resident_id", number)
        self.assertTrue(answer["consistent"], answer)
        return self._identity(person, user)

    def _columns(self, identity):
        """The row as it stands in the database."""
        self.env.flush_all()
        row = self.env.execute_query_dict(
            SQL("SELECT * FROM visitor_identity WHERE id = %s", identity.id)
        )
        return row[0]

    def _other_company_user(self):
        company = self.env["res.company"].create({"name": "Other"})
        return new_test_user(
            self.env,
            login="security_elsewhere",
            groups="visitor_management.group_visitor_security",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )

    def _search(self, number, operator="=", user=None):
        identities = self.env["visitor.identity"].with_user(user or self.user_reception)
        return identities.search([("number", operator, number)])
