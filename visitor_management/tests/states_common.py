"""Every step of guarded documents, by every way in, as every role."""

from itertools import product

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .access_common import CRUD

ADDON = "odoo.addons.visitor_management."


class StatesMatrix:
    """What the tests of reception and of client relations have in common.

    A test says how its documents live (``lives``), what each public method does
    (``steps``: arguments, and the states it leads to; None: no step of this document,
    or an answer instead of an error), who tries (``roles``), and makes documents in a
    state. A model that inherits the mixin without a row in each table fails.
    """

    allow_inherited_tests_method = True
    prefix = ""
    lives = {}
    steps = {}
    # Steps that an undo takes, as in ``lives``.
    taken_back = {}
    # One call may take two steps.
    two_steps = set()
    # Roles whose calls are refused for nothing but the state.
    all_rights = ("superuser",)
    # What a copy needs besides, by model, and what may refuse to be copied.
    copied = {}
    never_copied = set()

    # ------------------------------------------------------------
    # GROUND
    # ------------------------------------------------------------

    @classmethod
    def setUpClass(cls):
        """One document in each state: all tests and all roles try their luck with it.

        What is done to it is rolled back, so that each finds it as it was.
        """
        super().setUpClass()
        cls.values = {model: cls._values(model) for model in cls._models()}
        cls.documents = {
            (model, state): cls._document(model, state)
            for model in cls._models()
            for state in cls._states(model)
        }

    @classmethod
    def _models(cls):
        mixin = type(cls.env["visitor.state.mixin"])
        return [
            model._name
            for model in cls.env.values()
            if isinstance(model, mixin)
            and not model._abstract
            and model._name.startswith(cls.prefix)
        ]

    @classmethod
    def _states(cls, model):
        return dict(cls.env[model]._fields["state"]._description_selection(cls.env))

    def _each(self):
        """Each model, each state of it and each role, with a document in that state."""
        for (_model, state), document in self.documents.items():
            for role, user in self.roles.items():
                yield document.with_user(user).sudo(role == "superuser"), state, role

    def _refused(self, call, *args, **kwargs):
        """Make a call that must be refused; answer the sentence."""
        with self.assertRaises(UserError) as refusal:
            call(*args, **kwargs)
        return str(refusal.exception)

    def _state_now(self, document):
        self.env.flush_all()
        self.env.invalidate_all()
        return document.sudo().state

    # ------------------------------------------------------------
    # THE TABLE
    # ------------------------------------------------------------

    def test_lives_are_those_of_the_design(self):
        for model in self._models():
            with self.subTest(model=model):
                self.assertIn(model, self.lives, "say here how it lives")
                declared = self.env[model]._transitions
                life = {
                    state: set(declared.get(state, ())) for state in self.lives[model]
                }
                self.assertEqual(life, self.lives[model])
                self.assertEqual(set(self._states(model)), set(life))
                self.assertLessEqual(set(declared), set(life))

    def test_every_public_method_is_tried(self):
        for model in self._models():
            public = {
                name
                for parent in type(self.env[model]).mro()
                if parent.__module__.startswith(ADDON)
                for name, value in vars(parent).items()
                if callable(value)
                and not name.startswith("_")
                and name not in CRUD
                and not getattr(value, "_api_private", False)
            }
            with self.subTest(model=model):
                self.assertFalse(public - set(self.steps[model]), "try them above")

    # ------------------------------------------------------------
    # BY ACTION
    # ------------------------------------------------------------

    def test_no_action_leaves_the_table(self):
        """A step is in the table, or refused with both states named."""
        for document, state, role in self._each():
            model, labels = document._name, self._states(document._name)
            for name, (args, targets) in self.steps[model].items():
                with self.subTest(model=model, state=state, role=role, action=name):
                    self._try_step(document, state, role, name, args, targets, labels)

    def _try_step(self, document, state, role, name, args, targets, labels):
        possible = targets and targets & self.lives[document._name][state]
        with self.env.cr.savepoint() as before:
            sentence = None
            try:
                getattr(document, name)(*args)
            except UserError as refusal:
                sentence = str(refusal)
            now = self._state_now(document)
            before.rollback()
        if sentence is None:
            step = (state, now)
            allowed = now == state or now in self.lives[document._name][state]
            if name == "undo":
                before = self.taken_back[document._name].get(state, ())
                allowed = allowed or now in before
            self.assertTrue(allowed or step in self.two_steps, f"{state} → {now}")
            if targets and step not in self.two_steps:
                self.assertTrue(possible, f"{name} of “{state}” did not complain")
        else:
            self.assertEqual(now, state, "refused, and yet it changed")
            if targets and not possible and role in self.all_rights:
                self.assertIn(labels[state], sentence)
                self.assertTrue(any(labels[each] in sentence for each in targets))

    # ------------------------------------------------------------
    # BY WRITING
    # ------------------------------------------------------------

    def test_nobody_writes_a_state(self):
        for document, state, role in self._each():
            for target in self._states(document._name):
                with self.subTest(document._name, state=state, role=role, to=target):
                    self._refused(document.write, {"state": target})
                    self.assertEqual(self._state_now(document), state)

    def test_nobody_creates_with_a_state(self):
        for model, (role, user) in product(self._models(), self.roles.items()):
            documents = self.env[model].with_user(user).sudo(role == "superuser")
            for target in self._states(model):
                with self.subTest(model=model, role=role, target=target):
                    values = {**self.values[model], "state": target}
                    self._refused(documents.create, values)

    def test_a_default_in_the_context_decides_nothing(self):
        for model, (role, user) in product(self._models(), self.roles.items()):
            documents = self.env[model].with_user(user).sudo(role == "superuser")
            first = next(iter(self.lives[model]))
            for target in self._states(model):
                with self.subTest(model=model, role=role, target=target):
                    self._create_or_refuse(
                        documents.with_context(default_state=target), first
                    )

    def test_a_default_of_the_user_decides_nothing(self):
        """Everybody may set own defaults (developer mode, “set default values”)."""
        for model in self._models():
            first, *later = self.lives[model]
            for role, user in self.roles.items():
                with self.subTest(model=model, role=role):
                    defaults = self.env["ir.default"].with_user(user)
                    with self.env.cr.savepoint() as before:
                        defaults.set(model, "state", later[0], user_id=True)
                        documents = self.env[model].with_user(user)
                        self._create_or_refuse(
                            documents.sudo(role == "superuser"), first
                        )
                        before.rollback()

    def _create_or_refuse(self, documents, first):
        with self.env.cr.savepoint() as before:
            try:
                document = documents.create(self.values[documents._name])
            except UserError:
                self.assertFalse(documents.env.su, "the superuser may create")
            else:
                self.assertEqual(document.state, first)
            before.rollback()

    def test_no_import_sets_a_state(self):
        for document, state, role in self._each():
            for target, label in self._states(document._name).items():
                with self.subTest(document._name, state=state, role=role, to=target):
                    row = [str(document.id), label]
                    self.assertFalse(self._import(document, [".id", "state"], row))
                    self.assertEqual(self._state_now(document), state)

    def test_no_import_creates_with_a_state(self):
        for model, (role, user) in product(self._models(), self.roles.items()):
            documents = self.env[model].with_user(user).sudo(role == "superuser")
            values = self._importable(model)
            for label in self._states(model).values():
                with self.subTest(model=model, role=role, label=label):
                    before = documents.sudo().search_count([])
                    row = [*values.values(), label]
                    self.assertFalse(self._import(documents, [*values, "state"], row))
                    self.assertEqual(documents.sudo().search_count([]), before)

    def _import(self, documents, names, row):
        """Import a row; answer the ids, or False."""
        try:
            return documents.load(names, [row])["ids"]
        except UserError:  # no right to create at all
            return False

    def test_a_copy_begins_at_the_beginning(self):
        for document, state, role in self._each():
            with (
                self.subTest(document._name, state=state, role=role),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint() as before,
            ):
                try:
                    twin = document.copy(self.copied.get(document._name))
                except (UserError, IntegrityError):
                    if role == "superuser":
                        self.assertIn(document._name, self.never_copied)
                else:
                    self.assertEqual(twin.state, next(iter(self.lives[document._name])))
                before.rollback()

    def _importable(self, model):
        """The values of a new document as columns of an import."""
        fields = self.env[model]._fields
        return {
            f"{name}/.id" if fields[name].type == "many2one" else name: str(value)
            for name, value in self.values[model].items()
        }
