from odoo.http import Controller, request, route

MAX_BODY = 1024  # none is asked for


class HealthController(Controller):
    @route(
        "/visitor/api/v1/health",
        type="visitor_device",
        auth="visitor_health",
        methods=["GET"],
        max_content_length=MAX_BODY,
        readonly=False,  # a wrong token is counted
        save_session=False,
    )
    def health(self):
        """How the installation is. Always a 200; see the README, API."""
        device = request.visitor_device
        # sudo: authenticated by a token, and nothing personal is told
        health = request.env["visitor.health"].sudo()
        return request.dispatcher.answer(
            health._report(device.company_id if device else None)
        )
