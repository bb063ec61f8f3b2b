import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { STATIC_ACTIONS_GROUP_NUMBER } from "@web/search/action_menus/action_menus";
import { ExportAll } from "@web/views/list/export_all/export_all";

const LISTS = ["visitor.stay", "visitor.visit"];

/** Odoo's "Export All" for those who export a list by what their company allows. */
registry.category("cogMenu").add(
    "visitor_management.reception_export",
    {
        Component: ExportAll,
        groupNumber: STATIC_ACTIONS_GROUP_NUMBER,
        isDisplayed: async (env) =>
            env.config.viewType === "list" &&
            LISTS.includes(env.searchModel.resModel) &&
            !env.model.root.selection.length &&
            (await user.hasGroup("visitor_management.group_visitor_reception")) &&
            env.services.orm.call(env.searchModel.resModel, "exports_as_reception"),
    },
    { sequence: 10 }
);
