import re

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize

from ...tools import identity_documents, name_keys, watchlist
from ...tools.groups import SECURITY
from ...tools.name_field import Line
from ...tools.picture_field import Picture

REVIEW_AFTER = relativedelta(months=6)
# How several names are kept apart in one line.
BETWEEN_NAMES = re.compile(r"[;；、\n]")
# What tells who is meant: when it changes, it is asked anew who that is.
TRAITS = frozenset(
    "name aliases birth_date phone email organization plate document_type "
    "document_number document_hash".split()
)
DOCUMENT = {"document_number", "document_hash"}
# What decides whom an entry meets.
MATCHED = TRAITS | {"active", "site_id", "level", "until"}


class VisitorWatchlist(models.Model):
    """Somebody to refuse, to ask about, or to greet.

    An entry stays in its company: rules, keys and hits are of one company. Of a unit it
    is an occupant's word, and counts for visits to that unit only.
    """

    _name = "visitor.watchlist"
    _description = "Watchlist Entry"
    _inherit = [
        "visitor.state.mixin",
        "visitor.owner.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _fixed_fields = frozenset({"company_id", "unit_id"})
    _owner_field = "user_id"
    _transitions = {"proposed": {"active", "rejected"}}

    level = fields.Selection(
        [("deny", "Refuse"), ("approve", "Ask Security"), ("notify", "Greet")],
        "What to Do",
        required=True,
        help="Refuse and Ask Security: only security lets the person in. Greet: the "
        "host and the host's manager are told, and nobody is kept waiting.",
    )
    name = Line("Person")
    aliases = Line(
        "Also Called",
        help="Other names and spellings of the person, with a semicolon between them.",
    )
    birth_date = fields.Date(
        help="Together with the name it makes a hit more certain: an identity document "
        "tells it.",
    )
    phone = Line()
    email = Line("E-mail")
    organization = Line(help="Together with the name it makes a hit more certain.")
    plate = Line()
    document_type = fields.Selection(
        lambda self: (
            self.env["visitor.identity"]
            ._fields["document_type"]
            ._description_selection(self.env)
        ),
        "Document",
    )
    document_number = fields.Char(
        compute="_compute_document_number",
        inverse="_inverse_document_number",
        help="Type it to know the person by it. The number itself is not stored.",
    )
    document_masked = fields.Char("Document Known", readonly=True, copy=False)
    document_hash = fields.Char(
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups=fields.NO_ACCESS,
        help="Several with blanks between them: nobody said which document it is.",
    )
    reason = Line(required=True, help="Read by security only.")
    source = Line("Known From", help="Who said so, or which report.")
    photo = Picture(max_width=480, max_height=480, copy=False, prefetch=False)
    user_id = fields.Many2one(
        "res.users",
        "Answers for It",
        index=True,
        check_company=True,
        # programs answer for nothing: then security is reminded
        default=lambda self: self._of_security(self.env.user.filtered("active")),
        domain=lambda self: [
            ("all_group_ids", "in", self.env.ref(SECURITY).ids),
            ("company_ids", "in", self.env.companies.ids),
        ],
        ondelete="restrict",
        help="Is reminded of the review.",
    )
    review_on = fields.Date(
        required=True,
        default=lambda self: fields.Date.context_today(self) + REVIEW_AFTER,
    )
    until = fields.Date("Last Day", help="It counts until the end of this day.")
    state = fields.Selection(
        [("proposed", "Proposed"), ("active", "In Force"), ("rejected", "Not Agreed")],
        "Status",
        default="proposed",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
    )
    site_id = fields.Many2one(
        "visitor.site",
        "Only at Site",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: at all sites of the company.",
    )
    unit_id = fields.Many2one(
        "visitor.unit",
        "Only for Unit",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="An occupant's word: it counts for visits to this unit only.",
    )
    hit_ids = fields.One2many("visitor.watchlist.hit", "entry_id", "Hits")
    hit_count = fields.Integer("How Many Hits", compute="_compute_hit_count")
    met_last_year = fields.Integer(
        "Visitors of the Last Year",
        compute="_compute_met_last_year",
        help="How many visitors of the last twelve months it would have met.",
    )
    # programs' own
    revision = fields.Integer(
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        help="What was cleared counts for the entry as it was then.",
    )
    to_match = fields.Boolean(readonly=True, copy=False, groups=fields.NO_ACCESS)

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("name", "phone", "email", "plate", "document_masked")
    def _compute_display_name(self):
        for entry in self:
            entry.display_name = (
                entry.name
                or entry.email
                or entry.phone
                or entry.plate
                or entry.document_masked
                or entry.env._("Watchlist entry")
            )

    def _compute_document_number(self):
        self.document_number = False

    def _inverse_document_number(self):
        for entry in self:
            typed = identity_documents.clean(entry.document_number or "")
            if any(map(str.isalnum, typed)):
                entry._know_document(entry.document_type or "other", typed)

    def _know_document(self, document_type, number):
        """Know the person by a document, without its number."""
        if len(number) > identity_documents.MAX_LENGTH:
            raise ValidationError(self.env._("No identity number is that long."))
        self.env["visitor.secret"]._use_to_make()
        identities = self.env["visitor.identity"]
        lasting = identity_documents.lasting(document_type, number)
        self.sudo().write(  # of an entry the user writes
            {
                "document_type": document_type,
                "document_masked": identity_documents.mask(lasting),
                "document_hash": " ".join(
                    identities._fingerprints(self.company_id, document_type, number)
                ),
            }
        )

    def _forget_document(self):
        """The fingerprint was of another kind of document."""
        for entry in self.sudo().filtered("document_hash"):  # the user wrote its kind
            entry._write_own({"document_masked": False, "document_hash": False})

    def _compute_hit_count(self):
        counts = dict(
            self.env["visitor.watchlist.hit"]._read_group(
                [("entry_id", "in", self.ids)], ["entry_id"], ["__count"]
            )
        )
        for entry in self:
            entry.hit_count = counts.get(entry._origin, 0)

    @api.depends(
        *sorted(TRAITS - {"document_hash", "document_number"}),
        "company_id",
        "site_id",
        "unit_id",
    )
    def _compute_met_last_year(self):
        for entry in self:
            entry.met_last_year = entry._count_met_last_year()

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("site_id", "unit_id")
    def _check_place(self):
        for entry in self:
            if entry.site_id and entry.unit_id.site_id not in (
                entry.site_id,
                entry.unit_id.browse().site_id,
            ):
                raise ValidationError(
                    self.env._("The unit of an entry is one of the same site.")
                )

    def _check_tells_somebody(self):
        """
        :raise ValidationError: it would be everybody's; says what is missing
        """
        for entry in self:
            if watchlist.tells_somebody(entry._traits()):
                continue
            if entry.name or entry.aliases:
                raise ValidationError(
                    self.env._(
                        "This name would meet everybody: one word, a surname or a "
                        "title says too little. Write the whole name, or add a phone "
                        "number, an e-mail address, a plate or a document."
                    )
                )
            raise ValidationError(
                self.env._(
                    "Say who is meant: a name, a phone number, an e-mail address, a "
                    "plate or a document. A firm or a birth date alone would meet "
                    "everybody."
                )
            )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        entries = super().create(vals_list)
        entries._check_new()
        entries._set_state("active")
        entries._match_people()
        entries._say_whom_it_meets()
        return entries

    @api.model
    def _create_proposed(self, vals_list):
        """Entries that work when somebody has agreed to them."""
        entries = super().create(vals_list)
        entries._check_new()
        return entries

    def _check_new(self):
        self._check_tells_somebody()
        self._write_keys()

    def _write_own(self, vals):
        """Write what the program keeps of an entry: it tells nobody else."""
        return super().write(vals)

    def write(self, vals):
        if not MATCHED & vals.keys():
            return super().write(vals)
        before = {entry: entry._traits() for entry in self}
        result = super().write(vals)
        if "document_type" in vals and not DOCUMENT & vals.keys():
            self._forget_document()
        changed = self.filtered(lambda entry: entry._traits() != before[entry])
        if changed:
            changed._check_tells_somebody()
            changed._write_keys()
            for entry in changed.sudo():  # the program's own counter
                entry._write_own({"revision": entry.revision + 1})
        changed._match_people(changed=True)
        (self - changed)._match_people()
        changed._say_whom_it_meets()
        return result

    def unlink(self):
        self.env["visitor.watchlist.key"].sudo().search(  # they are parts of it
            [("entry_id", "in", self.ids)]
        ).unlink()
        return super().unlink()

    # ------------------------------------------------------------
    # WHO IS MEANT
    # ------------------------------------------------------------

    def _traits(self):
        """What is known of the person, for :mod:`..tools.watchlist`."""
        self.ensure_one()
        entry_sudo = self.sudo()  # its own fingerprint
        names = [self.name, *BETWEEN_NAMES.split(self.aliases or "")]
        return watchlist.Traits(
            names=tuple(name.strip() for name in names if name and name.strip()),
            phone=self._phone_key() or "",
            email=email_normalize(self.email or "") or "",
            plate=self.plate or "",
            organization=self.organization or "",
            documents=frozenset((entry_sudo.document_hash or "").split()),
            born=self.birth_date or None,
        )

    def _phone_key(self):
        site = (self.site_id or self.unit_id.site_id).with_company(self.company_id)
        return site._phone_key(self.phone)

    def _write_keys(self):
        """Keep by what each entry is found; it is matched once more by a job."""
        keys_sudo = self.env["visitor.watchlist.key"].sudo()  # of entries just written
        keys_sudo.search([("entry_id", "in", self.ids)]).unlink()
        keys_sudo.create(
            [
                {"entry_id": entry.id, "key": key}
                for entry in self
                for key in sorted(watchlist.keys_of(entry._traits()))
            ]
        )

    def _say_whom_it_meets(self):
        """Tell who saved an entry by name alone how many namesakes come here."""
        for entry in self:
            if not watchlist.is_by_name_only(entry._traits()):
                continue
            if met := entry._count_met_last_year():
                self.env.user._bus_send(
                    "simple_notification",
                    {
                        "type": "warning",
                        "sticky": True,
                        "message": self.env._(
                            "By its name alone this entry meets %s visitors of the "
                            "last year. Add a phone number, a document or a firm if "
                            "that is too many.",
                            met,
                        ),
                    },
                )

    def _count_met_last_year(self):
        """How many visitors of the last twelve months an entry meets: an int."""
        traits = self._traits()
        known = watchlist.keys_of(traits._replace(names=()))
        rows = self._people_with(
            watchlist.keys_of(traits), fields.Datetime.now() - relativedelta(years=1)
        )
        return sum(
            bool(known & name_keys.split(line))
            or any(name_keys.same_name(mine, name) for mine in traits.names)
            for _id, name, line in rows
        )

    # ------------------------------------------------------------
    # WHO ANSWERS FOR IT
    # ------------------------------------------------------------

    def _check_owner(self):
        """
        :raise ValidationError: somebody is named who may not read entries
        """
        result = super()._check_owner()
        if self.user_id - self._of_security(self.user_id):
            raise ValidationError(
                self.env._(
                    "Only security reads the watchlist: choose somebody of security "
                    "to answer for the entry."
                )
            )
        return result

    @api.model
    def _of_security(self, users):
        """Those who may read entries: they alone are told of one."""
        return users & self.env.ref(SECURITY).sudo().all_user_ids.with_env(users.env)
