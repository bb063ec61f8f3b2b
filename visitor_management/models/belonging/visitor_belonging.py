from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools.name_field import Line
from ...tools.names import readable
from ...tools.picture_field import Picture

# What somebody who leaves is asked about. A thing that was found is nobody's yet.
ASKED_ON_LEAVING = ("deposit", "brought", "forbidden")
# They have a number: the slip that is handed out, and that of the register.
NUMBERED = {"deposit": "visitor.belonging", "found": "visitor.belonging.found"}
# What stands on the slip, or in the notice: from then on it stays so. Where it is kept
# may change, and what was entered wrongly is marked as a mistake.
HANDED_OUT = frozenset(
    {"name", "quantity", "serial", "look", "owner", "at", "identity_paper"}
    | {"valuable", "declared", "seal", "found_by", "found_place", "perishable"}
)
# Civil Code 318: what nobody claims within a year from the notice is the State's.
KEPT_FOR = relativedelta(years=1)


class VisitorBelonging(models.Model):
    """A thing of somebody: brought in, kept, left outside, taken out or found.

    What is kept has a numbered slip, and is given back at any time, whatever else is
    open. What was found waits for its owner for a year from the notice: told, claimed
    with the marks checked, or handed to the police. Nothing that was written is lost.
    """

    _name = "visitor.belonging"
    _description = "Belonging"
    _inherit = ["visitor.state.mixin", "visitor.site.clock.mixin"]
    _order = "at desc, id desc"
    _rec_names_search = ["name", "slip"]
    _check_company_auto = True
    _site_moments = ("at", "closed_at")
    _fixed_fields = frozenset({"registration_id", "site_id", "kind"})

    _transitions = {"open": {"closed"}}

    # what
    name = Line("Thing", required=True, index="trigram")
    quantity = fields.Integer(default=1, required=True)
    serial = Line("Serial Number")
    look = Line(
        "Marks of the Thing",
        help="How it looks: colour, size, damage, what is written on.",
    )
    kind = fields.Selection(
        [
            ("brought", "Brought in"),
            ("deposit", "Deposit"),
            ("forbidden", "Stays outside"),
            ("taken_out", "Taken out"),
            ("found", "Found thing"),
        ],
        "Kind of Belonging",
        required=True,
        default="deposit",
        index=True,
    )
    picture = Picture("Picture of the Thing", max_width=1600, max_height=1600)
    # whose
    registration_id = fields.Many2one(
        "visitor.registration",
        "Visitor",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        domain="[('state', '!=', 'cancelled')]",
    )
    item_pass_id = fields.Many2one(
        "visitor.item.pass",
        "Exit Pass",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        help="On which it was taken out, or left at the exit because it was not on it.",
    )
    visit_id = fields.Many2one(
        related="registration_id.visit_id", store=True, index=True, precompute=True
    )
    owner = Line("Owner", help="Where it is no visitor's: whose it is.")
    site_id = fields.Many2one(
        "visitor.site",
        required=True,
        compute="_compute_site_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="site_id.company_id", store=True, index=True, precompute=True
    )
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    at = fields.Datetime(
        "Taken In At",
        required=True,
        copy=False,
        default=lambda self: fields.Datetime.now().replace(second=0),
    )
    user_id = fields.Many2one(
        "res.users",
        "Taken In By",
        readonly=True,
        copy=False,
        default=lambda self: self.env.uid,
        index="btree_not_null",
        ondelete="restrict",
    )
    # kept
    slip = fields.Char("Slip No.", readonly=True, copy=False, index="trigram")
    place = Line("Kept In", help="Shelf, locker or safe.")
    valuable = fields.Selection(
        [
            ("no", "No valuables"),
            ("declared", "Declared and checked"),
            ("sealed", "Sealed"),
        ],
        "Valuables",
        required=True,
        default="no",
        help="Valuables are declared and checked together, or put away sealed.",
    )
    declared = Line("Declared", help="What is in it, and what it is worth.")
    seal = Line("Seal No.")
    identity_paper = fields.Boolean(
        help="An identity document held as a deposit. Only where the site allows it.",
    )
    # found
    found_by = Line("Finder")
    found_place = Line("Found Where")
    perishable = fields.Boolean(help="Food and the like: it does not keep a year.")
    told_on = fields.Datetime("Owner Told On", readonly=True, copy=False)
    told_how = Line("How the Owner Was Told", readonly=True, copy=False)
    notice_on = fields.Date("Notice Published On", readonly=True, copy=False)
    keep_until = fields.Date(
        "Kept Until",
        compute="_compute_keep_until",
        store=True,
        help="A year from the notice.",
    )
    may_end = fields.Boolean("Nobody Claimed It", compute="_compute_may_end")
    claimed_by = Line(readonly=True, copy=False)
    marks_checked = Line("Checked by Which Marks", readonly=True, copy=False)
    police_receipt = Line("Receipt of the Police", readonly=True, copy=False)
    is_handed_out = fields.Boolean(compute="_compute_is_handed_out")
    # life
    state = fields.Selection(
        [("open", "Still here"), ("closed", "Settled")],
        "Status",
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    outcome = fields.Selection(
        [
            ("given_back", "Given back"),
            ("taken_along", "Taken along"),
            ("claimed", "Claimed"),
            ("police", "Handed to the police"),
            ("state", "Fell to the State after a year"),
            ("disposed", "Perishable, disposed of"),
            ("mistake", "Recorded by mistake"),
        ],
        "What Became of It",
        readonly=True,
        copy=False,
    )
    closing_note = Line("Note on the End", readonly=True, copy=False)
    closed_by_id = fields.Many2one(
        "res.users",
        "Settled By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    closed_at = fields.Datetime("Settled At", readonly=True, copy=False)

    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0)", "One thing at least: enter how many there are."
    )
    _slip_uniq = models.UniqueIndex("(company_id, slip) WHERE slip IS NOT NULL")
    # the ledger of a site
    _ledger_idx = models.Index("(site_id, kind) WHERE state = 'open'")

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("registration_id")
    def _compute_site_id(self):
        for thing in self:
            # nobody but reception enters things, which reads all visitors
            thing.site_id = (
                thing.registration_id.site_id
                or thing.site_id
                or self.env["visitor.site"].search(
                    [("company_id", "=", self.env.company.id)], limit=1
                )
            )

    @api.depends("notice_on")
    def _compute_keep_until(self):
        for thing in self:
            thing.keep_until = thing.notice_on and thing.notice_on + KEPT_FOR

    @api.depends("perishable", "keep_until")
    def _compute_may_end(self):
        """Whether it may end without its owner: it perishes, or the year is over."""
        for thing in self:
            over = thing.keep_until and thing.keep_until <= thing.site_id._today()
            thing.may_end = thing.kind == "found" and bool(thing.perishable or over)

    @api.depends("kind", "slip", "notice_on")
    def _compute_is_handed_out(self):
        """Whether somebody has in writing what it is: on a slip, or by the notice."""
        for thing in self:
            told = thing.notice_on or thing.kind == "deposit" and thing.slip
            thing.is_handed_out = bool(told)

    @api.depends("name", "slip")
    def _compute_display_name(self):
        for thing in self:
            thing.display_name = " · ".join(filter(None, (thing.slip, thing.name)))

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("registration_id", "site_id", "owner", "kind")
    def _check_whose(self):
        for thing in self:
            person = thing.registration_id
            if person and person.site_id != thing.site_id:
                raise ValidationError(
                    self.env._("Choose the site that the visitor came to.")
                )
            if thing.kind != "found" and not person and not readable(thing.owner):
                raise ValidationError(
                    self.env._("Say whose it is: choose the visitor or name the owner.")
                )

    @api.constrains("kind", "valuable", "declared", "seal")
    def _check_valuables(self):
        for thing in self:
            if thing.valuable == "declared" and not readable(thing.declared):
                raise ValidationError(
                    self.env._(
                        "Valuables are declared: write down what is in it and what it "
                        "is worth, or seal it."
                    )
                )
            if thing.valuable == "sealed" and not readable(thing.seal):
                raise ValidationError(self.env._("Write down the number of the seal."))

    @api.constrains("identity_paper", "site_id")
    def _check_identity_paper(self):
        for thing in self:
            if thing.identity_paper:
                thing.site_id._check_holds_papers()

    @api.constrains("at")
    def _check_at(self):
        latest = fields.Datetime.now() + relativedelta(minutes=5)  # clocks differ
        for thing in self:
            if thing.at > latest:
                raise ValidationError(
                    self.env._("It can't have been taken yet. Check the time.")
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        things = super().create(vals_list)
        things.visit_id._check_no_sample()
        for thing_sudo in things.sudo():  # numbers are the program's
            if code := NUMBERED.get(thing_sudo.kind):
                thing_sudo.slip = thing_sudo.company_id._next_number(
                    code, thing_sudo.site_id._today()
                )
        things.registration_id._bus_changed()
        return things

    def write(self, vals):
        if not self.env.su and any(thing.state == "closed" for thing in self):
            self.check_access("write")
            raise UserError(
                self.env._("This is settled: nothing of it changes any more.")
            )
        if not self.env.su and HANDED_OUT & vals.keys():
            self.check_access("write")
            for thing in self.filtered("is_handed_out"):
                if changed := thing._differing(HANDED_OUT, vals):
                    raise thing._is_fixed(changed[0])
        result = super().write(vals)
        self.registration_id._bus_changed()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("What was written stays. Mark it as recorded by mistake.")
        )

    def _keeps_files(self):
        return self.state == "closed"

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    @api.model
    def _ledger(self, site):
        """What is kept at a site, or waits for its owner: until it is handed back.

        :param site: ``visitor.site``
        :return: open ``visitor.belonging`` that the user may read, oldest first
        """
        here = Domain("site_id", "=", site.id) & Domain("state", "=", "open")
        return self.search(here & Domain("kind", "in", [*NUMBERED]), order="at, id")
