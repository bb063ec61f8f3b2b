from odoo.http import Controller, request, route

from . import pages


class PermitController(Controller):
    """The page that tells how the works are on whose sheet somebody scanned the code.

    The page is the same for everybody: the code stands behind the # of its address and
    comes in a header.
    """

    @route(
        "/visitor/permit",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
        sitemap=False,
    )
    def page(self, lang="", **kwargs):
        """The empty page; opening it changes nothing."""
        return pages.shell("visitor_management.visitor_permit_page", lang)

    @route(
        "/visitor/api/v1/permit",
        type="visitor_device",
        auth="public",
        methods=["GET"],
        save_session=False,
        readonly=False,  # a wrong code is counted
    )
    def live(self, lang="", **kwargs):
        """How the works are at this moment; nothing changes.

        Who is signed in and reads permits is told where the record is.

        :param str lang: of the answer, an installed language
        """
        permit, refusal = pages.opened(request.env["visitor.permit"])
        if refusal:
            return refusal
        if lang in dict(request.env["res.lang"].get_installed()):
            permit = permit.with_context(lang=lang)
        return request.dispatcher.answer(
            {**permit._live(), "record": permit._record_for(request.env.user)}
        )
