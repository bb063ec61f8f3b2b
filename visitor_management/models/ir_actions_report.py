from odoo import api, models
from odoo.exceptions import AccessError, MissingError

# What a print may say of its page in the root of its template. Later switches win:
# paper formats hold whole millimetres, and nothing has to be waited for.
SWITCHES = ("page-width", "page-height", "javascript-delay")


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _is_ours(self):
        """Whether it is a paper form of ours: on pages of its own, for some people."""
        return len(self) == 1 and self.report_name.startswith("visitor_management.")

    # ------------------------------------------------------------
    # WHO PRINTS
    # ------------------------------------------------------------

    def _check_print(self, res_ids):
        """Ask of a form of ours first for the role, then for the records.

        The roles are the groups of the report: Odoo uses them for the menu only. A form
        without groups is for nobody. Asked is the user, also where Odoo prints with
        sudo (portal pages, mail templates).

        :param res_ids: ids of what is to be printed, or one id
        :raise AccessError: the form or one of the records is not for the user
        :raise MissingError: nothing was chosen, or it is gone
        """
        report_sudo = self.sudo()  # everybody may be told who prints
        if not report_sudo._is_ours():
            return
        user = self.env.user
        if not report_sudo.group_ids & user.all_group_ids:
            raise AccessError(
                self.env._(
                    "“%s” is not for you to print. Ask somebody who works with it.",
                    report_sudo.name,
                )
            )
        records = self.env[report_sudo.model].sudo(False).browse(res_ids or ())
        records.check_access("read")
        if not records or records != records.exists():
            raise MissingError(
                self.env._(
                    "This is not there any more. Choose on the list what to print."
                )
            )

    def _get_rendering_context(self, report, docids, data):
        """The door of HTML and text, and of what PDFs are made of."""
        if report._is_ours():
            report.with_env(self.env)._check_print(docids)
            self = self.sudo(False)  # a form shows what its reader reads
        return super()._get_rendering_context(report, docids, data)

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """The door of PDFs: a report may be set to be kept as an attachment."""
        self._get_report(report_ref).with_env(self.env)._check_print(res_ids)
        return super()._render_qweb_pdf_prepare_streams(
            report_ref, data, res_ids=res_ids
        )

    # ------------------------------------------------------------
    # PAGES
    # ------------------------------------------------------------

    def _get_layout(self):
        """Our pages load nothing: no style sheet, no script, no network.

        See report/print_templates.xml.
        """
        if self._is_ours():
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
