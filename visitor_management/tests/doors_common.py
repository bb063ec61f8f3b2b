"""Doors beside the record rules: found by trying every field, in every way."""

from contextlib import suppress

from psycopg2 import DatabaseError

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Command
from odoo.models import MAGIC_COLUMNS
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .test_context_keys import KEYS

# Models of which every role that writes records of ours may read each record, so that
# there is nothing to try; and why.
READ_BY_ALL = {
    "res.company": "the companies of the user, which the client shows in its menu",
    "res.lang": "languages",
    "res.country": "countries",
    "res.country.state": "and their provinces",
    "mail.activity.type": "kinds of activities",
    "ir.model": "names of models",
    "client.statistics.acknowledge": "a dialog of leadership alone",
    "client.statistics.order": "the same",
    "mail.followers": "who follows which record, as in Odoo itself",
    "visitor.notice.event": "what a channel can tell of, for who makes channels",
    "resource.calendar": "working schedules of all companies, as in Odoo itself",
}
# Keys of Odoo that switch something off, and names that sound as if they did.
USUAL = (
    *("su", "sudo", "uid", "user_id", "bypass_access", "active_test"),
    *("install_mode", "module", "import_file", "prefetch_fields", "bin_size"),
    *("tracking_disable", "mail_notrack", "mail_create_nolog", "no_reset_password"),
    *("_allow_read_hr_employee", "company_id", "active_ids"),
)


class DoorMatrix:
    """What a role can't read it does not name, see ``models/core/base.py``.

    Goes with :class:`AccessMatrix`, whose roles and samples these tests take. For each
    field that points to records there is one that the role can't read.
    """

    named_by_all = READ_BY_ALL
    # fields that name what a role need not read: by role, those of our company
    named_unread = {}
    # fields that show what stands in a record the reader can't read, and why
    lent = {}
    # what nobody sets by hand is refused before it is looked at
    never_by_hand = (
        "can't be set by hand|follows from the (?:actions|records)|the site stays"
        "|stays at its site"
        "|stay with the visit|only their reason is written"
        "|stays what it was when it was made|are those of the complaint"
        "|stays as it was accepted"
    )

    @classmethod
    def _next_door(cls):
        """What somebody can't read, by model: of our company and of the next one."""
        partner, head, department, *records = cls._people_of(cls.company2)
        records += [partner, head, department, *cls._people_of(cls.company)]
        cls.company2.client_service_department_id = department
        records += cls._ours_next_door(partner, head, department)
        foreign = {}
        for each in records:
            for record in each:
                foreign.setdefault(record._name, []).append(record)
        return foreign

    @classmethod
    def _people_of(cls, company):
        """A client, an employee, a department, a portal user, what hangs on them."""
        own = {"company_id": company.id}
        head = cls.env["hr.employee"].create({"name": "Hu Next", **own})
        department = cls.env["hr.department"].create(
            {"name": "Next", "manager_id": head.id, **own}
        )
        portal = new_test_user(
            cls.env,
            login=f"portal_of_{company.id}",
            groups="base.group_portal",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        partner = cls.env["res.partner"].create({"name": "Chen Next", **own})
        note = partner.message_post(body="Between us")
        file = cls.env["ir.attachment"].create(
            {"name": "a.txt", "res_model": partner._name, "res_id": partner.id}
        )
        task = partner.activity_schedule(user_id=cls.env.uid)
        partner.message_subscribe(cls.employee.work_contact_id.ids)
        follower = partner.message_follower_ids
        return [partner, head, department, portal, note, file, task, follower]

    @classmethod
    def _ours_next_door(cls, partner, head, department):
        """Records of our models in the next company."""
        raise NotImplementedError

    def _strange_to(self, role, model, ours=True):
        """A record of a model that a role can't read, or nothing.

        :param bool ours: it may be of our company
        """
        own = self.samples.get(model) if ours else None
        for record in (own, *self.foreign.get(model, ())):
            if record is None:
                continue
            if model == "hr.employee":
                public = self.env["hr.employee.public"].browse(record.id)
                readable = self._as(public, role).has_access("read")
            else:
                readable = self._as(record, role).has_access("read")
            if not readable:
                return record
        return None

    def _links(self, model):
        """Fields of a model that point to records and can be sent."""
        for name, field in model._fields.items():
            if name in MAGIC_COLUMNS or not field.relational:
                continue
            if model._original_module == "visitor_management":
                yield name, field

    def _writers(self, model):
        for role in self.role_names:
            if role in ("public", "portal"):
                continue  # they write nothing of ours, see the table
            user = self._as(model, role)
            if user.has_access("create") or user.has_access("write"):
                yield role

    def test_nobody_names_what_they_cannot_read(self):
        """By create, write, onchange, defaults, import, quick creation, commands."""
        tried, untried = 0, {}
        for model in self._our_models():
            for name, field in self._links(model):
                for role in self._writers(model):
                    unread = role in self.named_unread.get(f"{model._name}.{name}", ())
                    strange = self._strange_to(role, field.comodel_name, not unread)
                    if strange is None:
                        untried.setdefault(field.comodel_name, f"{model._name}.{name}")
                        continue
                    tried += 1
                    with self.subTest(field=f"{model._name}.{name}", role=role):
                        self._cant_name(model, name, strange, role)
        self.assertGreater(tried, 50)
        self.assertFalse(
            {m: f for m, f in untried.items() if m not in self.named_by_all},
            "no record here that a writer can't read: make one, or say why not",
        )

    def _cant_name(self, model, name, strange, role):
        field, own = model._fields[name], self._as(model, role)
        spec = {name: {"fields": {"display_name": {}}}}
        for value in self._ways_to_name(field, strange):
            asked, typed = {name: value}, isinstance(value, dict)  # in a form only
            if own.has_access("create"):
                if not typed:
                    self._refused(own.create, asked)
                self._refused(own.onchange, dict(asked), [name], spec)
                self._refused(own.onchange, dict(asked), [], spec)
            sample = self.samples.get(model._name)
            if sample is not None and strange not in sample[name]:
                mine = self._as(sample, role)
                if mine.has_access("write"):
                    if not typed:
                        self._refused(mine.write, asked)
                    self._refused(mine.onchange, dict(asked), [name], spec)
        if own.has_access("create"):
            plain = strange.id if field.type == "many2one" else strange.ids
            by_default = own.with_context(**{f"default_{name}": plain})
            if not self._is_programs(field):
                self._refused(by_default.default_get, [name])
                self._refused(by_default.onchange, {}, [], spec)
                if model._rec_name and model._fields[model._rec_name].type == "char":
                    self._refused(by_default.name_create, "Wang Fang")
            if field.type != "one2many":
                self._not_imported(own, name, strange)

    def _is_programs(self, field):
        """Readonly fields: what a default says of them is never taken."""
        return field.readonly or field.name == "state"

    def _ways_to_name(self, field, strange):
        """All that the ORM takes for an id."""
        if field.type == "many2one":
            yield from (strange.id, str(strange.id), {"id": strange.id})
            # the database rounds, up or down
            yield from (strange.id - 0.5, strange.id + 0.25, str(strange.id - 0.5))
            return
        yield [Command.link(strange.id)]
        yield [Command.set(strange.ids)]
        yield [Command.update(strange.id, {})]
        yield strange.ids

    def _not_imported(self, own, name, strange):
        with self.env.cr.savepoint() as before:
            try:
                answer = own.load([f"{name}/.id"], [[str(strange.id)]])
            except UserError:
                return
            finally:
                before.rollback()
        self.assertFalse(answer["ids"], "imported")

    def test_no_context_key_opens_a_record(self):
        """Nobody finds more by a key of ours, or by one that Odoo knows."""
        for model in self._models_with_ours():
            for role in self.role_names:
                own = self._as(model, role)
                plain = self._found_by_all(own.with_context(active_test=False))
                for value in (True, self.company.id, self.company2.ids, "x"):
                    hostile = dict.fromkeys([*KEYS, *USUAL], value)
                    with self.subTest(model=model._name, role=role, value=value):
                        found = self._found_by_all(own.with_context(**hostile))
                        self.assertLessEqual(found, plain)

    def test_no_context_key_opens_a_method(self):
        hostile = dict.fromkeys([*KEYS, *USUAL], True)
        before = self._everything()
        for record, name in self._public_methods():
            for role in self.strangers:
                with self.subTest(method=f"{record._name}.{name}", role=role):
                    self._cant_call(record.with_context(**hostile), name, role)
        self.assertEqual(self._everything(), before)

    def _models_with_ours(self):
        yield from (model for model in self._our_models() if not model._transient)
        for name in ("hr.employee", "hr.employee.public", "res.partner", "res.users"):
            yield self.env[name]

    def _found_by_all(self, model):
        found = set()
        for call in (
            lambda: model.search([]).ids,
            lambda: [each[0] for each in model.name_search("", limit=None)],
            lambda: [each["id"] for each in model.search_read([], ["id"])],
        ):
            with suppress(AccessError):
                found.update(call())
        return found

    def test_what_is_shown_through_sudo_is_meant_to_be(self):
        """Fields that show a role what stands in a record it can't read."""
        lent = {}
        for model, record in self.samples.items():
            for name, field in record._fields.items():
                if not self._goes_through_sudo(field):
                    continue
                for role in self.role_names:
                    own = self._as(record, role)
                    if not own.has_access("read") or name not in own.fields_get([name]):
                        continue
                    if self._crosses_what_cannot_be_read(field, record, role):
                        lent.setdefault(f"{model}.{name}", set()).add(role)
        self.assertEqual(set(lent), set(self.lent), lent)

    def _goes_through_sudo(self, field):
        ours = field._module == "visitor_management"
        return ours and field.related and field.related_field and field.compute_sudo

    def _crosses_what_cannot_be_read(self, field, record, role):
        path = field.related.split(".")
        for length in range(1, len(path)):
            passed = record.mapped(".".join(path[:length]))
            if passed._name == "hr.employee":
                passed = self.env["hr.employee.public"].browse(passed.ids)
            if passed and not self._as(passed, role).has_access("read"):
                return True
        return False

    @mute_logger("odoo.sql_db")
    def _refused(self, call, *args):
        """Refused as what it is, and not because something else is missing."""
        self.env.invalidate_all()
        with self.env.cr.savepoint() as before:
            try:
                answer = call(*args)
            except (AccessError, MissingError):
                return
            except (TypeError, DatabaseError):
                # a fraction that stumbles over what a model does before
                self.assertRegex(str(args), r"\d\.\d")
                return
            except UserError as error:
                self.assertRegex(str(error), self.never_by_hand)
                return
            finally:
                before.rollback()
        self.fail(f"{call.__name__}{args} answered {answer}")
