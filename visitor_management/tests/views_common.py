"""What the web client asks of views: of every menu, as every role."""

from lxml import etree

from odoo.tools.safe_eval import safe_eval


class ViewsCommon:
    """Helpers of the tests of views; ``root`` is the xml id of an app's menu."""

    root = None

    def _menus(self, user):
        """The menus of the addon that a user is shown."""
        menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
        root = self.env.ref(self.root).id
        mine = [key for key, menu in menus.items() if menu.get("app_id") == root]
        return self.env["ir.ui.menu"].browse(mine) - self.env.ref(self.root)

    def _check_menus_open(self, users):
        """Every menu opens for everybody it is shown to."""
        for user in users:
            for menu in self._menus(user):
                action = menu.action
                if action and action._name == "ir.actions.act_window":
                    with self.subTest(user=user.login, menu=menu.complete_name):
                        self._open(action.with_user(user), user)

    def _open(self, action, user):
        """Read what the web client reads when it opens an action and its records."""
        action = action._get_action_dict()
        known = {"uid": user.id, "active_id": 0}
        domain = safe_eval(action["domain"] or "[]", known)
        context = safe_eval(action["context"] or "{}", known)
        model = self.env[action["res_model"]].with_user(user).with_context(**context)
        views = model.get_views(
            [*action["views"], [(action["search_view_id"] or [False])[0], "search"]],
            {"toolbar": True, "action_id": action["id"]},
        )["views"]
        for kind, view in views.items():
            arch = etree.fromstring(view["arch"])
            if kind in ("list", "kanban", "calendar", "activity"):
                model.web_search_read(domain, self._specification(arch, model), limit=8)
            elif kind == "form":
                for record in model.search(domain, limit=3):
                    record.web_read(self._specification(arch, model))
            elif kind == "search":
                self._filter(arch, model, domain)

    def _specification(self, arch, model):
        """What the client asks of the fields of a view."""
        spec = {}
        inner = "ancestor::field"
        for node in arch.xpath("//field"):
            if node.xpath(inner) or node.get("name") in spec:
                continue
            field = model._fields[node.get("name")]
            spec[field.name] = {}
            if field.type == "many2one":
                spec[field.name] = {"fields": {"display_name": {}}}
            elif field.type in ("one2many", "many2many"):
                fields = {"display_name": {}}
                for sub in node.xpath("list|kanban|form"):
                    below = etree.fromstring(etree.tostring(sub))
                    fields |= self._specification(below, self.env[field.comodel_name])
                spec[field.name] = {"fields": fields}
        return spec

    def _filter(self, arch, model, domain):
        """Each filter, grouping and search field finds what it may."""
        for node in arch.xpath("//filter[@domain]"):
            extra = safe_eval(node.get("domain"), {"uid": model.env.uid})
            model.search_count([*domain, *extra])
        for node in arch.xpath("//filter[@context]"):
            context = safe_eval(node.get("context"), {"uid": model.env.uid})
            if group_by := context.get("group_by"):
                model.web_read_group(domain, [group_by], ["__count"])
        for node in arch.xpath("/search/field"):
            wanted = {"self": "a", "raw_value": "a", "uid": model.env.uid}
            extra = (
                node.get("filter_domain") or f"[('{node.get('name')}', 'ilike', self)]"
            )
            if model._fields[node.get("name")].type != "selection":
                model.search_count([*domain, *safe_eval(extra, wanted)])
        for node in arch.xpath("//searchpanel/field"):
            many = node.get("select") == "multi"
            ask = f"search_panel_select_{'multi_' if many else ''}range"
            getattr(model, ask)(
                node.get("name"), search_domain=domain, enable_counters=True
            )

    def _buttons(self, user, model, kind="form"):
        arch = self.env[model].with_user(user).get_view(view_type=kind)["arch"]
        return {
            button.get("string") or button.get("name")
            for button in etree.fromstring(arch).iter("button")
        }
