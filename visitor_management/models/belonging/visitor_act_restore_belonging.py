from odoo import models
from odoo.tools.translate import LazyTranslate

from ...tools.sentences import say

_lt = LazyTranslate(__name__)


class VisitorActRestore(models.AbstractModel):
    """What was written down as left behind by a departure that was none."""

    _inherit = "visitor.act.restore"

    def _restore(self, act, now):
        result = super()._restore(act, now)
        things = self.env["visitor.belonging"].browse(act._created("visitor.belonging"))
        env = self.with_context(lang=act.site_id._lang()).env
        things.exists().filtered(lambda each: each.state == "open")._settle(
            "mistake", say(env, _lt("Taken back"))
        )
        return result
