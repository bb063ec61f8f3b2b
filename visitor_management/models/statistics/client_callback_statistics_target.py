from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools.client_kpis import KPIS
from ...tools.client_targets import misses
from ...tools.names import readable
from ..core.visitor_monthly_form_mixin import FROZEN


class ClientCallbackStatistics(models.Model):
    """When a monthly form may be submitted: its month is over, and what misses its
    target is explained.

    A submitted form keeps the targets it was judged by.
    """

    _inherit = "client.callback.statistics"

    def _targets(self):
        """What the rates are to reach: as submitted, or as the company wants it now.

        :return: dict of the kpi to a share, False where there is no target
        """
        self.ensure_one()
        if self.state not in FROZEN:
            return self.company_id.sudo()._client_targets()  # shown on the form
        totals = self.line_ids.filtered(lambda line: line.is_total)
        return {line.kpi: line.target for line in totals}

    def _missed(self):
        """The rates that miss their targets, in the order of the form.

        :return: list of the kpi, its rate and its target
        """
        self.ensure_one()
        targets = self._targets()
        totals = self.line_ids.filtered(lambda line: line.is_total)
        rates = {line.kpi: line.rate for line in totals}
        return [
            (kpi, rates.get(kpi), targets.get(kpi))
            for kpi in KPIS
            if misses(kpi, rates.get(kpi), targets.get(kpi))
        ]

    # ------------------------------------------------------------
    # CHECKS
    # ------------------------------------------------------------

    def _check_complete(self):
        self._check_targets()
        self._keep_targets()

    def _check_targets(self):
        """
        :raise UserError: a rate misses its target, and nothing says why, or what is
            done about it; names the rates
        """
        labels = dict(
            self.env["client.callback.statistics.line"]
            ._fields["kpi"]
            ._description_selection(self.env)
        )
        for form in self:
            missed = form._missed()
            written = readable(form.analysis) and readable(form.measures)
            if missed and not written:
                raise UserError(
                    self.env._(
                        "The target is missed:\n%s\nWrite the analysis and the "
                        "measures, then submit the form.",
                        "\n".join(
                            self.env._(
                                "%(rate_of)s: %(rate)s, target %(target)s",
                                rate_of=labels[kpi],
                                rate=form._percent(rate),
                                target=form._percent(target),
                            )
                            for kpi, rate, target in missed
                        ),
                    )
                )

    def _keep_targets(self):
        """What the forms are judged by is a part of them from now on."""
        self.env.flush_all()
        lines = self.env["client.callback.statistics.line"]
        for form in self:
            targets = form._targets()
            for kpi in KPIS:
                self.env.execute_query(
                    SQL(
                        """
                        UPDATE %s SET target = %s
                         WHERE statistics_id = %s AND is_total AND kpi = %s
                     RETURNING id
                        """,
                        SQL.identifier(lines._table),
                        None if targets[kpi] is False else targets[kpi],
                        form.id,
                        kpi,
                    )
                )
        lines.invalidate_model()
