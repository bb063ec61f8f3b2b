from odoo.exceptions import AccessError
from odoo.http import Controller, content_disposition, request, route

from ..report.client_statistics_excel import workbook

# On paper or as a workbook: the same people.
REPORT = "visitor_management.report_client_statistics"
MOST_FORMS = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ClientStatisticsController(Controller):
    @route(
        "/visitor/client-statistics/<string:numbers>.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def excel(self, numbers):
        """Monthly statistics as a workbook, for those who may print the forms.

        :param str numbers: ids of the forms, with commas between
        """
        wanted = numbers.split(",")
        if len(wanted) > MOST_FORMS or not all(
            number.isascii() and number.isdigit() and len(number) < 10
            for number in wanted
        ):
            raise request.not_found()
        forms = request.env["client.callback.statistics"].browse(map(int, wanted))
        forms = forms.exists()
        if not forms:
            raise request.not_found()
        try:
            request.env["ir.actions.report"]._get_report(REPORT)._check_print(forms.ids)
        except AccessError:
            raise request.not_found() from None
        name = f"{forms._description} {forms[0].month:%Y-%m}.xlsx"
        return request.make_response(
            workbook(forms),
            [
                ("Content-Type", XLSX),
                ("Content-Disposition", content_disposition(name)),
                ("Cache-Control", "no-store"),
            ],
        )
