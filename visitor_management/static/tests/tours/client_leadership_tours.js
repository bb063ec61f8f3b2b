import { registry } from "@web/core/registry";

/* The same in every language: steps go by the parts of the page, not by its words. */
registry.category("web_tour.tours").add("client_leadership", {
    steps: () => [
        { trigger: ".o_cl_row .o_cl_rate[data-kpi=satisfaction_rate].o_cl_missed .fa-times-circle" },
        { trigger: ".o_cl_row .o_cl_rate[data-kpi=satisfaction_rate] svg[role=img]" },
        { trigger: ".o_cl_problem .o_cl_record" },
        // a form, by one click
        { trigger: ".o_cl_row .o_cl_form:contains(Engineering)", run: "click" },
        { trigger: ".o_form_view .o_client_cards" },
        { trigger: ".o_back_button", run: "click" },
        // what waits
        { trigger: ".o_cl_waiting .o_cl_form:contains(Engineering)", run: "click" },
        { trigger: ".o_form_view .o_client_cards" },
        { trigger: ".o_back_button", run: "click" },
        // what became of an instruction
        { trigger: ".o_cl_order .btn-link", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=requirement]" },
        { trigger: ".o_back_button", run: "click" },
        // the month before, and back
        { trigger: ".o_cl_months button[name=earlier]", run: "click" },
        { trigger: ".o_cl_body:not([aria-busy=true]) .o_cl_row .o_cl_rate" },
        { trigger: ".o_cl_months button[name=earlier]:disabled" },
        { trigger: ".o_cl_months button[name=later]", run: "click" },
        { trigger: ".o_cl_months button[name=later]:disabled" },
        // the small menu of months does the same
        { trigger: ".o_cl_months select[name=month]", run: "selectByIndex 1" },
        { trigger: ".o_cl_months button[name=earlier]:disabled" },
        { trigger: ".o_cl_row .o_cl_form:contains(Engineering)", run: "click" },
        { trigger: ".o_form_view .o_client_cards" },
        { trigger: ".o_back_button", run: "click" },
        // the month that was looked at is still there
        { trigger: ".o_cl_months button[name=earlier]:disabled" },
    ],
});
