"""Who may see and do what: every model, every role, every way to ask."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

ADDON = "visitor_management"
OPERATIONS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}
CRUD = {"create", "write", "unlink", "default_get", "copy", "copy_data", "read"}
CRUD |= {"name_search", "onchange", "web_save"}  # a form that is saved: both
# they take a mail that was parsed, which no call can send (test_client_mail_stray)
CRUD |= {"message_parse", "message_route"}


class AccessMatrix:
    """What the tests of reception and of client relations have in common.

    A test names its roles and has a row for each of its models: what each role may do
    with a record of our company, in the order of the roles: (r)ead, (w)rite,
    (c)reate, (d)elete. ``samples`` are these records, ``roles`` the users. A model
    without a row fails.
    """

    allow_inherited_tests_method = True
    role_names = ()
    models = {}
    # Dialogs: who may open them. What they do is checked by what they call.
    dialogs = {}
    # Fields that fewer people may read than the record: who reads them.
    guarded = {}
    # The same by a detour over records that one may read.
    detours = {}
    # Models of which everybody may create own records, whatever the row says.
    own_created = ()
    # Roles that can't do anything with our records.
    strangers = ()

    def _is_mine(self, model):
        """Whether a model is looked at here."""
        raise NotImplementedError

    def _values(self):
        """What a record is tried to be created with, by name of the field or model."""
        raise NotImplementedError

    def _sample(self, model):
        """The record whose public methods are called."""
        return self.samples.get(model._name, model)

    def _cant_call(self, record, name, role):
        """Call a method as a role that may not."""
        raise NotImplementedError

    def _our_models(self):
        return [
            model
            for model in self.env.values()
            if model._original_module == ADDON
            and not model._abstract
            and self._is_mine(model._name)
        ]

    def _as(self, record, role):
        return record.with_user(self.roles[role]).sudo(False)

    # ------------------------------------------------------------
    # RECORDS
    # ------------------------------------------------------------

    def test_every_model_has_its_row(self):
        for model in self._our_models():
            with self.subTest(model=model._name):
                table = self.dialogs if model._transient else self.models
                self.assertIn(model._name, table, "say here who may do what")
        self.assertEqual(set(self.samples), set(self.models))

    def test_each_role_does_what_the_table_says(self):
        for model, row in self.models.items():
            for role, letters in zip(self.role_names, row.split(), strict=True):
                record = self._as(self.samples[model], role)
                with self.subTest(model=model, role=role):
                    may = {letter for letter in letters if letter != "-"}
                    self.assertEqual(self._granted(record), may)
                    self.assertEqual(self._readable(record), "r" in may)
                    self.assertEqual(self._found(record), "r" in may)

    def test_dialogs_are_opened_by_those_who_need_them(self):
        for model, row in self.dialogs.items():
            for role, letters in zip(self.role_names, row.split(), strict=True):
                with self.subTest(model=model, role=role):
                    may = {letter for letter in letters if letter != "-"}
                    self.assertEqual(
                        self._granted(self._as(self.env[model], role)), may
                    )

    def test_nothing_is_written_without_the_right(self):
        """Not only said so: tried."""
        values = self._values()
        for model, row in self.models.items():
            for role, letters in zip(self.role_names, row.split(), strict=True):
                record = self._as(self.samples[model], role)
                with self.subTest(model=model, role=role):
                    if "w" not in letters:
                        self.assertRaises(UserError, record.write, {})
                    if "d" not in letters:
                        self.assertRaises(UserError, record.unlink)
                    if "c" not in letters and model not in self.own_created:
                        own = {k: v for k, v in values.items() if k in record._fields}
                        own |= values.get(model, {})
                        self.assertRaises(UserError, record.create, own)

    def _granted(self, record):
        return {
            letter
            for letter, operation in OPERATIONS.items()
            if record.has_access(operation)
        }

    def _readable(self, record):
        record.env.invalidate_all()
        try:
            return bool(record.read(["display_name"]))
        except AccessError:
            return False

    def _found(self, record):
        try:
            return record.search([("id", "=", record.id)]) == record
        except AccessError:
            return False

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    def test_guarded_fields_by_every_way_to_read(self):
        for (model, name), readers in self.guarded.items():
            for role, letters in zip(
                self.role_names, self.models[model].split(), strict=True
            ):
                record = self._as(self.samples[model], role)
                if role in readers or "r" not in letters:
                    continue
                with self.subTest(model=model, field=name, role=role):
                    self._cant_read(record, name)

    def test_guarded_fields_are_read_by_those_who_may(self):
        for (model, name), readers in self.guarded.items():
            for role in readers:
                with self.subTest(model=model, field=name, role=role):
                    self._as(self.samples[model], role).read([name])

    def test_guarded_fields_by_a_detour(self):
        for (model, path), readers in self.detours.items():
            for role, letters in zip(
                self.role_names, self.models[model].split(), strict=True
            ):
                record = self._as(self.samples[model], role)
                if role in readers or "r" not in letters:
                    continue
                with self.subTest(model=model, path=path, role=role):
                    self._cant_search(record, path)
                    self._cant_export(record, path)
                    record.env.invalidate_all()
                    with self.assertRaises(AccessError):
                        record.mapped(path)

    def test_guarded_fields_are_not_written(self):
        for (model, name), readers in self.guarded.items():
            for role in self.role_names:
                if role not in readers:
                    record = self._as(self.samples[model], role)
                    with self.subTest(model=model, field=name, role=role):
                        self.assertRaises(UserError, record.write, {name: False})

    def _cant_read(self, record, name):
        record.env.invalidate_all()
        self.assertRaises(AccessError, record.read, [name])
        self.assertRaises(AccessError, record.web_read, {name: {}})
        self.assertNotIn(name, record.fields_get())
        self._cant_search(record, name)
        self._cant_export(record, name)
        with self.assertRaises(AccessError):
            record.mapped(name)

    def _cant_search(self, record, path):
        field = record._fields.get(path)
        asked = [("!=", False), ("=", False)]
        if not field or field.type == "char":
            asked.append(("like", "%"))  # letter by letter
        for operator, value in asked:
            self._denied(record.search, [(path, operator, value)])
        self._denied(record.search, [], order=path)
        self._denied(record.formatted_read_group, [], [path], ["__count"])

    def _denied(self, call, *args, **kwargs):
        """Refused, or no such thing can be asked for at all."""
        with self.env.cr.savepoint() as before:
            try:
                answer = call(*args, **kwargs)
            except (UserError, ValueError):
                return
            finally:
                before.rollback()
        self.fail(f"{call.__name__}{args} answered {answer}")

    def _cant_export(self, record, path):
        export = self._allow_export(record)
        with self.assertRaises(AccessError):
            export.export_data([path.replace(".", "/")])

    def _allow_export(self, record):
        group = self.env.ref("base.group_allow_export")
        group.user_ids = [Command.link(record.env.uid)]
        return record

    # ------------------------------------------------------------
    # METHODS
    # ------------------------------------------------------------

    def test_no_method_does_anything_for_a_stranger(self):
        """Every public method of ours, called on our records over RPC."""
        before = self._everything()
        for record, name in self._public_methods():
            for role in self.strangers:
                with self.subTest(method=f"{record._name}.{name}", role=role):
                    self._cant_call(record, name, role)
        self.assertEqual(self._everything(), before)

    def _public_methods(self):
        for model in self.env.values():
            if model._abstract and model._original_module == ADDON:
                if model._name.endswith(".mixin"):
                    continue
            elif model._transient:
                continue  # what they call is here
            if not self._is_mine(model._name):
                continue
            for parent in type(model).mro():
                if not parent.__module__.startswith(f"odoo.addons.{ADDON}."):
                    continue
                for name, value in vars(parent).items():
                    public = callable(value) and not name.startswith("_")
                    if public and name not in CRUD:
                        yield self._sample(model), name

    def _everything(self):
        """All rows of all our tables."""
        self.env.flush_all()
        self.env.invalidate_all()
        rows = {}
        for model, record in self.samples.items():
            if not record._auto:  # a view of other tables
                continue
            self.env.cr.execute(f"SELECT * FROM {record._table} ORDER BY id")
            rows[model] = self.env.cr.fetchall()
        return rows
