from odoo import api, models
from odoo.exceptions import AccessError, MissingError
from odoo.http import request
from odoo.tools import format_list

from ...tools import fonts, scripts
from ...tools.sentences import say

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
            # a form shows what its reader reads
            reader = self.sudo(False)
            return super(IrActionsReport, reader)._get_rendering_context(
                report, docids, data
            )
        return super()._get_rendering_context(report, docids, data)

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """The door of PDFs: a report may be set to be kept as an attachment."""
        self._get_report(report_ref).with_env(self.env)._check_print(res_ids)
        return super()._render_qweb_pdf_prepare_streams(
            report_ref, data, res_ids=res_ids
        )

    # ------------------------------------------------------------
    # LETTERS
    # ------------------------------------------------------------

    @api.model
    def _run_wkhtmltopdf(
        self,
        bodies,
        report_ref=False,
        header=None,
        footer=None,
        landscape=False,
        specific_paperformat_args=None,
        set_viewport_size=False,
    ):
        """Say to who prints what will stand there as boxes.

        A name in Thai prints as boxes where the server has no font for it, and a pass
        without a name is seen first by the visitor.
        """
        bodies = list(bodies)
        if report_ref and self._get_report(report_ref)._is_ours():
            lacking = fonts.lacking(scripts.letters(set().union(*bodies)))
            if lacking and request:
                self._say_lacking(lacking)
        return super()._run_wkhtmltopdf(
            bodies,
            report_ref=report_ref,
            header=header,
            footer=footer,
            landscape=landscape,
            specific_paperformat_args=specific_paperformat_args,
            set_viewport_size=set_viewport_size,
        )

    @api.model
    def _say_lacking(self, lacking):
        """Tell the user of scripts without a font; nothing of what was printed."""
        names = [
            say(self.env, scripts.NAMES[each]) if each in scripts.NAMES else each
            for each in lacking
        ]
        self.env.user._bus_send(
            "simple_notification",
            {
                "type": "warning",
                "sticky": True,
                "title": self.env._("Some letters print as boxes"),
                "message": self.env._(
                    "The server has no font for these scripts: %(scripts)s. Ask "
                    "whoever runs the server to install %(packages)s, then print "
                    "again.",
                    scripts=format_list(self.env, names),
                    packages=format_list(self.env, fonts.packages(lacking)),
                ),
            },
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
