from odoo import api, models

# Prints that draw their own pages, see report/print_templates.xml
PRINTS = {
    "visitor_management.visitor_pass_card",
    "visitor_management.visitor_pass_a6",
    "visitor_management.visitor_register",
    "visitor_management.client_visit",
    "visitor_management.client_complaint",
    "visitor_management.client_callback",
    "visitor_management.client_statistics",
}
# What a print may say of its page in the root of its template. Later switches win:
# paper formats hold whole millimetres, and nothing has to be waited for.
SWITCHES = ("page-width", "page-height", "javascript-delay")


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_layout(self):
        """Our pages load nothing: no style sheet, no script, no network."""
        if len(self) == 1 and self.report_name in PRINTS:
            return self.env.ref("visitor_management.print_layout")
        return super()._get_layout()

    @api.model
    def _build_wkhtmltopdf_args(
        self,
        paperformat_id,
        landscape,
        specific_paperformat_args=None,
        set_viewport_size=False,
    ):
        args = super()._build_wkhtmltopdf_args(
            paperformat_id,
            landscape,
            specific_paperformat_args=specific_paperformat_args,
            set_viewport_size=set_viewport_size,
        )
        for switch in SWITCHES:
            value = (specific_paperformat_args or {}).get(f"data-report-{switch}")
            if value:
                args += [f"--{switch}", value]
        return args
