from datetime import timedelta

from odoo import models
from odoo.fields import Domain

from ..complaint.client_complaint_matter import ANALYSIS

REPAIRS = ("repair", "emergency")
# How long ago the same may have been repaired.
SAME_THING = timedelta(days=365)


class ClientRepairMixin(models.AbstractModel):
    """A repair that clients are asked about: in a sample, or entered by hand.

    The same thing, repaired again and again within a year, asks for an analysis of the
    causes, whichever way each of the repairs became known.
    """

    _name = "client.repair.mixin"
    _description = "Repair of a client"

    def _is_repeated(self):
        """Whether the same was repaired so often within a year that it is no chance."""
        self.ensure_one()
        times = self.company_id.client_repeat_repairs
        return self.source in REPAIRS and self._count_same() + 1 >= times

    def _ask_for_analysis(self, callback):
        """Have the head of the department analyse the causes, beside a callback."""
        user = self.env["visitor.stand.in"]._who_answers(
            self.company_id, department=self.department_id
        )
        callback.activity_schedule(ANALYSIS, user_id=user.id)

    def _repaired_at(self):
        raise NotImplementedError

    def _count_same(self):
        """How many repairs of the same thing came before, within a year.

        The same thing: the same category, or one that it is part of or that is part of
        it, in the same unit, or of the same client. A work order counts once.
        """
        whose = self._same_client()
        if whose.is_false() or not self.category_id:
            return 0
        same = (
            whose
            & Domain("company_id", "=", self.company_id.id)
            & Domain("source", "in", REPAIRS)
            & self._related_category()
        )
        lines = self.env["client.callback.draw.line"].search_fetch(
            same & self._earlier_than("ended_at") & self._drawn(), ["origin"]
        )
        by_hand = self.env["client.callback"].search_fetch(
            same
            & self._earlier_than("anchor_at")
            & Domain("draw_line_id", "=", False)
            & Domain("complaint_id", "=", False)
            & Domain("previous_id", "=", False),
            ["origin"],
        )
        orders = {line.origin for line in lines}
        orders |= {each.origin or each.id for each in by_hand}
        return len(orders - {self.origin})

    def _related_category(self):
        above = [int(each) for each in self.category_id.parent_path.split("/") if each]
        return Domain("category_id", "child_of", self.category_id.id) | Domain(
            "category_id", "in", above
        )

    def _earlier_than(self, name):
        """Done before this one; at the same moment the order's number decides.

        :param str name: of the field that says when
        """
        at, origin = self._repaired_at(), self.origin or ""
        earlier = Domain(name, "<", at) | (
            Domain(name, "=", at) & Domain("origin", "<", origin)
        )
        return earlier & Domain(name, ">=", at - SAME_THING)

    def _drawn(self):
        """Samples that were drawn; a draft may still be thrown away."""
        return Domain("draw_id.state", "=", "drawn")
