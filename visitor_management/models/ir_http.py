from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import TooManyRequests, Unauthorized, abort

from odoo import models
from odoo.http import Response, request

from ..tools.transaction import begin_read_committed

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
        scheme, _space, token = request.httprequest.headers.get(
            "Authorization", ""
        ).partition(" ")
        device = None
        if scheme.lower() == "bearer" and token:
            # sudo: the token is the right to ask
            device = request.env["visitor.gate"].sudo()._device_of_token(token.strip())
        if not device:
            address = request.httprequest.remote_addr
            if not request.env["visitor.throttle"]._miss(address):
                raise TooManyRequests
            raise Unauthorized(www_authenticate=WWWAuthenticate("bearer"))
        request.visitor_device = device
