"""What the tests of the work list share."""

from datetime import timedelta

from odoo import fields
from odoo.tools import SQL

from .client_common import ClientCommon

LATER = timedelta(days=3)


class WorkListCase(ClientCommon):
    """The work list with the callbacks of the test alone, as customer service."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # whatever else the database holds is done
        cls.env.flush_all()
        cls.env.cr.execute(SQL("UPDATE client_callback SET state = 'archived'"))
        cls.env.cr.execute(SQL("UPDATE client_rectification SET state = 'verified'"))
        cls.env.invalidate_all()
        cls.screen = cls.env["client.work.list"].with_user(cls.user_service)

    @classmethod
    def _due(cls, callback, **shift):
        cls._put(callback, due_at=fields.Datetime.now() + timedelta(**shift))
        return callback

    @classmethod
    def _reached(cls, **values):
        callback = cls._callback(**values)
        callback.log_attempt("reached")
        return callback

    @classmethod
    def _committed(cls):
        """As at the end of a request: the history says who has done what."""
        cls.env.flush_all()
        cls.cr.precommit.run()

    def _lines(self, shown="due", user=None, **filters):
        screen = self.screen.with_user(user or self.user_service)
        return screen.read_list(shown, filters)["lines"]

    def _ids(self, *args, **kwargs):
        return [line["id"] for line in self._lines(*args, **kwargs)]

    def _dissatisfied(self):
        """Answers of a client who is not helped yet, and the order that follows."""
        day = str(self.company._client_today() + LATER)
        return (
            {
                "result": "2",
                "explained_reason": "The part comes on Friday",
                "next_date": day,
            },
            {
                "department_id": self.engineering.id,
                "deadline": day,
                "requirement": "Replace the door contact",
            },
        )
