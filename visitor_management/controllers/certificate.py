from odoo.http import Controller, request, route

from . import pages


class CertificateController(Controller):
    """The page that tells whether a certificate of a safety training is valid.

    The page is the same for everybody: the code stands behind the # of its address and
    comes in a header.
    """

    @route(
        "/visitor/certificate",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
        sitemap=False,
    )
    def page(self, lang="", **kwargs):
        """The empty page; opening it changes nothing."""
        return pages.shell("visitor_management.visitor_certificate_page", lang)

    @route(
        "/visitor/api/v1/certificate",
        type="visitor_device",
        auth="public",
        methods=["GET"],
        save_session=False,
        readonly=False,  # a wrong code is counted
    )
    def verify(self, lang="", **kwargs):
        """Whether the certificate with this code is valid; nothing changes.

        :param str lang: of the name of the training, an installed language
        """
        record, refusal = pages.opened(request.env["visitor.induction.record"])
        if refusal:
            return refusal
        if lang in dict(request.env["res.lang"].get_installed()):
            record = record.with_context(lang=lang)
        return request.dispatcher.answer(record._verified())
