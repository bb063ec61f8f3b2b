"""Every step of every guarded document, by every way in, as every role.

The tables here are those of the design; a model that inherits the mixin without a row
in each of them fails.
"""

from itertools import product

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import VisitorCommon

# What may follow what. "Taken back": the way back to before the check-in.
LIVES = {
    "visitor.visit": {
        "draft": {"pending", "approved", "cancelled"},
        "pending": {"approved", "refused", "cancelled"},
        "approved": {"in_progress", "cancelled", "no_show"},
        "in_progress": {"done", "approved"},  # approved: taken back
        "no_show": {"approved"},
        "done": set(),
        "refused": set(),
        "cancelled": set(),
    },
    "visitor.registration": {
        "expected": {"inside", "refused", "cancelled", "no_show"},
        "inside": {"outside", "left", "expected"},  # expected: taken back
        "outside": {"inside", "left"},
        "no_show": {"expected"},
        "left": set(),
        "refused": set(),
        "cancelled": set(),
    },
    "visitor.pass": {
        "ready": {"issued", "revoked", "expired"},
        # ready: taken back
        "issued": {"returned", "revoked", "expired", "lost", "left_open", "ready"},
        "left_open": {"returned", "lost"},
        "returned": set(),
        "lost": set(),
        "revoked": set(),
        "expired": set(),
    },
    "visitor.card": {
        "free": {"issued", "lost"},
        "issued": {"free", "lost"},
        "lost": {"free"},
    },
}
# Public methods: arguments, and the state that they lead to (None: no step of this
# document, or an answer instead of an error).
STEPS = {
    "visitor.visit": {
        "action_submit": ((), {"pending", "approved"}),
        "action_announce": ((), {"pending", "approved"}),
        "action_approve": (("odoo",), {"approved"}),
        "action_refuse": (("Not today",), {"refused"}),
        "action_cancel": (("Postponed",), {"cancelled"}),
        "sign_for_guests": (("iVBORw0KGgo=",), {"approved"}),
        "check_out_all": ((), None),
    },
    "visitor.registration": {
        "action_cancel": ((), {"cancelled"}),
        "action_refuse": (("No appointment",), {"refused"}),
        "check_in": ((), None),
        "check_in_group": ((), None),
        "step_in": ((), None),
        "step_out": ((), {"outside"}),
        "action_check_in": ((), None),
        "action_step_out": ((), {"outside"}),
        "check_out": ((), {"left"}),
        "take_back_check_in": ((), {"expected"}),
        "waive": (("outside_hours", "Agreed with the host"), None),
        "set_identity": (("passport", "L898902C3"), None),
        "find_returning": (("+86 10 6552 9988",), None),
        "match_contacts": ((), None),
        "link_contact": ((0,), None),
        "action_keep_as_contact": ((), None),
        "register_walk_in": (({"name": "Wang Fang"},), None),
    },
    "visitor.pass": {
        "revoke": (("Misused",), {"revoked"}),
        "report_lost": ((), {"lost"}),
        "action_returned": ((), {"returned"}),
        "reissue": ((), None),
    },
    "visitor.card": {
        "action_report_lost": ((), {"lost"}),
        "action_found": ((), {"free"}),
    },
}
# One call may take two steps: a late comer is expected again and inside.
TWO_STEPS = {("no_show", "inside")}
ADDON = "odoo.addons.visitor_management."


@tagged("post_install", "-at_install")
class TestStates(VisitorCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.roles = {
            "host": cls.user_host,
            "another employee": cls.user_host2,
            "reception": cls.user_reception,
            "security": cls.user_security,
            "administrator": cls.user_admin,
            "superuser": cls.env.user,
        }

    # ------------------------------------------------------------
    # GROUND
    # ------------------------------------------------------------

    def _models(self):
        mixin = type(self.env["visitor.state.mixin"])
        return [
            model._name
            for model in self.env.values()
            if isinstance(model, mixin) and not model._abstract
        ]

    def _states(self, model):
        return dict(self.env[model]._fields["state"]._description_selection(self.env))

    def _document(self, model, state):
        """A document in a state, with what usually goes with it."""
        if model == "visitor.card":
            document = self._card(number=f"of {state}")
        elif model == "visitor.visit":
            kind = self.type_host if state in ("pending", "refused") else self.type_open
            document = self._visit(type_id=kind.id)
            if state not in ("draft", "pending", "refused"):
                document.action_submit()
            if state in ("in_progress", "done"):
                people = document.registration_ids.with_user(self.user_reception)
                people.check_in()
            if state == "done":
                people.check_out()
        else:
            holder = "inside" if state in ("issued", "left_open", "lost") else state
            person = self._registration()
            if holder in ("inside", "outside", "left", "returned"):
                person.check_in()
            if holder == "outside":
                person.step_out()
            if holder in ("left", "returned"):
                person.check_out()
            document = person if model == "visitor.registration" else person.pass_ids
        document = document.sudo()
        self._put(document, state=state)
        return document

    def _each(self):
        """Each model, each state of it and each role, with a document in that state."""
        for model in self._models():
            for state in self._states(model):
                document = self._document(model, state)
                for role, user in self.roles.items():
                    yield (
                        document.with_user(user).sudo(role == "superuser"),
                        state,
                        role,
                    )

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
                self.assertIn(model, LIVES, "say here how it lives")
                declared = self.env[model]._transitions
                life = {state: set(declared.get(state, ())) for state in LIVES[model]}
                self.assertEqual(life, LIVES[model])
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
                and name not in ("create", "write", "default_get")
                and not getattr(value, "_api_private", False)
            }
            with self.subTest(model=model):
                self.assertFalse(public - set(STEPS[model]), "try them above")

    # ------------------------------------------------------------
    # BY ACTION
    # ------------------------------------------------------------

    def test_no_action_leaves_the_table(self):
        """A step is in the table, or refused with both states named."""
        for document, state, role in self._each():
            model, labels = document._name, self._states(document._name)
            for name, (args, targets) in STEPS[model].items():
                with self.subTest(model=model, state=state, role=role, action=name):
                    self._try_step(document, state, role, name, args, targets, labels)

    def _try_step(self, document, state, role, name, args, targets, labels):
        possible = targets and targets & LIVES[document._name][state]
        with self.env.cr.savepoint() as before:
            sentence = None
            try:
                getattr(document, name)(*args)
            except UserError as refusal:
                sentence = str(refusal)
            now = self._state_now(document)
            before.rollback()
        self.assertEqual(self._state_now(document), state)
        if sentence is None:
            step = (state, now)
            allowed = now == state or now in LIVES[document._name][state]
            self.assertTrue(allowed or step in TWO_STEPS, f"{state} → {now}")
            if targets:
                self.assertTrue(possible, f"{name} of “{state}” did not complain")
        else:
            self.assertEqual(now, state, "refused, and yet it changed")
            if targets and not possible and role in ("superuser", "administrator"):
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

    def test_nobody_writes_a_state_from_above(self):
        """Through the lines of the visit."""
        person = self._registration()
        for role, user in self.roles.items():
            visit = person.visit_id.with_user(user).sudo(role == "superuser")
            for target in self._states("visitor.registration"):
                lines = [Command.update(person.id, {"state": target})]
                with self.subTest(role=role, target=target):
                    self._refused(visit.write, {"registration_ids": lines})
                    self.assertEqual(self._state_now(person), "expected")

    def test_nobody_creates_with_a_state(self):
        for model, (role, user) in product(self._models(), self.roles.items()):
            documents = self.env[model].with_user(user).sudo(role == "superuser")
            for target in self._states(model):
                with self.subTest(model=model, role=role, target=target):
                    values = {**self._values(model), "state": target}
                    self._refused(documents.create, values)

    def test_a_default_in_the_context_decides_nothing(self):
        for model, (role, user) in product(self._models(), self.roles.items()):
            documents = self.env[model].with_user(user).sudo(role == "superuser")
            first = next(iter(LIVES[model]))
            for target in self._states(model):
                with self.subTest(model=model, role=role, target=target):
                    self._create_or_refuse(
                        documents.with_context(default_state=target), first
                    )

    def test_a_default_of_the_user_decides_nothing(self):
        """Everybody may set own defaults (developer mode, “set default values”)."""
        for model in self._models():
            first, *later = LIVES[model]
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
                document = documents.create(self._values(documents._name))
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
            own = {"number": "another"} if document._name == "visitor.card" else {}
            with (
                self.subTest(document._name, state=state, role=role),
                self.env.cr.savepoint() as before,
            ):
                try:
                    twin = document.copy(own)
                except UserError:
                    if role == "superuser":  # visitors of a visit that is over
                        self.assertEqual(document._name, "visitor.registration")
                else:
                    self.assertEqual(twin.state, next(iter(LIVES[document._name])))
                before.rollback()

    def _values(self, model):
        """What it takes to create a document."""
        if model == "visitor.visit":
            return {
                "type_id": self.type_open.id,
                "site_id": self.site.id,
                "host_id": self.employee.id,
            }
        if model == "visitor.card":
            return {"number": "0999", "site_id": self.site.id}
        if model == "visitor.registration":
            return {"name": "Wang Fang", "visit_id": self._visit().id}
        return {"registration_id": self._registration().id}

    def _importable(self, model):
        names = {"type_id": "type_id/.id", "site_id": "site_id/.id"}
        names |= {"host_id": "host_id/.id", "visit_id": "visit_id/.id"}
        names |= {"registration_id": "registration_id/.id"}
        values = self._values(model).items()
        return {names.get(name, name): str(value) for name, value in values}
