import { registry } from "@web/core/registry";

/* The same in every language: steps go by the parts of the page, not by its words. */
const TOURS = registry.category("web_tour.tours");

/** A figure, a bar of a table and a period: each opens or changes what it says. */
TOURS.add("visitor_dashboard", {
    steps: () => [
        { trigger: ".o_vd_tile[name=arrivals] .o_vd_value:contains(1)", run: "click" },
        { trigger: ".o_list_view .o_data_row .o_data_cell:contains(Grace Hopper)", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=registration_ids] .o_data_row" },
        { trigger: ".breadcrumb .o_back_button, .o_breadcrumb .o_back_button", run: "click" },
        { trigger: ".o_list_view .o_data_row" },
        { trigger: ".o_back_button", run: "click" },
        { trigger: ".o_vd_chart canvas" },
        { trigger: ".o_vd_chart:first .btn[aria-pressed=false]", run: "click" },
        { trigger: ".o_vd_chart:first table .btn-link:contains(1)", run: "click" },
        { trigger: ".o_list_view .o_data_row:contains(Grace Hopper)" },
        { trigger: ".o_back_button", run: "click" },
        { trigger: "select[name=period]", run: "selectByIndex 0" },
        { trigger: ".o_vd_body:not([aria-busy=true]) .o_vd_tile[name=visits] .o_vd_value:contains(1)" },
        { trigger: "select[name=period]", run: "selectByIndex 4" },
        { trigger: ".o_vd_days input:first", run: "click" },
        { trigger: ".o_datetime_picker" },
    ],
});

TOURS.add("visitor_dashboard_empty", {
    steps: () => [
        { trigger: ".o_vd_empty .btn-primary", run: "click" },
        { trigger: ".o_vd_empty:not(:has(.btn))" },
    ],
});
