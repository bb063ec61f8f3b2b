from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import TooManyRequests, Unauthorized, abort

from odoo import models
from odoo.http import Response, request

from ...tools import log_filter
from ...tools.transaction import begin_read_committed

PACKAGE = "odoo.addons.visitor_management."


def made_here(endpoint):
    """Whether a route is of this addon, and not another's that it extends.

    :param endpoint: that of a rule of the routing map
    """
    classes = type(endpoint.func.__self__).mro()
    makers = [each for each in classes if endpoint.__name__ in vars(each)]
    return makers[-1].__module__.startswith(PACKAGE)


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def _register_hook(self):
        super()._register_hook()
        log_filter.learn(self.env.registry)

    @classmethod
    def _match(cls, path_info):
        """Who only asks how a route of ours may be called is told, nothing more.

        Odoo would call it: a scan sent by ``OPTIONS`` would be one.
        """
        rule, args = super()._match(path_info)
        if request.httprequest.method == "OPTIONS" and made_here(rule.endpoint):
            request.session.can_save = False
            routes = request.env["ir.http"].routing_map()
            routes = routes.bind_to_environ(request.httprequest.environ)
            allowed = ", ".join(sorted(routes.allowed_methods(path_info)))
            abort(Response(status=204, headers={"Allow": allowed}))
        return rule, args

    @classmethod
    def _auth_method_visitor_device(cls):
        """A gate's device: ``Authorization: Bearer <token of the gate>``.

        Puts the ``Device`` into ``request.visitor_device``. No session is made; the
        call is the public user's, whoever is signed in to that browser, and in its
        transaction one device can wait for another.

        :raise Unauthorized: no, unknown, rotated or archived token
        :raise TooManyRequests: too many of them from that address
        """
        request.session.can_save = False  # devices are stateless
        begin_read_committed(request.env)
        request.update_env(user=cls._get_public_users()[0])
        # sudo: the token is the right to ask
        gates = request.env["visitor.gate"].sudo()
        token = cls._visitor_bearer()
        request.visitor_device = token and gates._device_of_token(token)
        if not request.visitor_device:
            cls._visitor_unauthorized()

    @classmethod
    def _auth_method_visitor_health(cls):
        """A gate's device, or what watches the server: the token of monitoring.

        ``request.visitor_device`` is None for the latter.

        :raise Unauthorized: neither
        :raise TooManyRequests: too many of them from that address
        """
        request.session.can_save = False
        request.update_env(user=cls._get_public_users()[0])
        token = cls._visitor_bearer()
        # sudo: the token is the right to ask
        health = request.env["visitor.health"].sudo()
        gates = request.env["visitor.gate"].sudo()
        request.visitor_device = token and gates._device_of_token(token)
        if not request.visitor_device and not (token and health._is_token(token)):
            cls._visitor_unauthorized()

    @classmethod
    def _visitor_bearer(cls):
        """The secret in ``Authorization: Bearer <secret>``, or an empty text."""
        scheme, _space, token = request.httprequest.headers.get(
            "Authorization", ""
        ).partition(" ")
        return token.strip() if scheme.lower() == "bearer" else ""

    @classmethod
    def _visitor_unauthorized(cls):
        """Answer a wrong secret; it is counted against the address it came from.

        :raise Unauthorized: always but
        :raise TooManyRequests: when too many came from that address
        """
        if not request.env["visitor.throttle"]._miss(request.httprequest.remote_addr):
            raise TooManyRequests
        raise Unauthorized(www_authenticate=WWWAuthenticate("bearer"))
