/**
 * A host announces visitors, an administrator connects a gate. The triggers are classes
 * and data, no words: the same tours run in every language.
 */
import { registry } from "@web/core/registry";

const TIME = ".o_field_widget[name=start]";

registry.category("web_tour.tours").add("visitor_announce", {
    steps: () => [
        {
            content: "Say what it is about",
            trigger: ".o_field_widget[name=purpose] :is(input, textarea)",
            run: "edit Design review",
        },
        {
            content: "The time is that of the site: two thirty there",
            trigger: `${TIME} button[data-field=start]`,
            run: "click",
        },
        {
            trigger: `${TIME} input[data-field=start]`,
            run: "edit 11/27/2030 14:30:00 && press Enter",
        },
        {
            trigger: `${TIME} button[data-field=start][data-tooltip*='14:30'], ${TIME} button[data-field=start]:contains(2:30)`,
        },
        {
            content: "Say who comes",
            trigger: ".o_field_widget[name=registration_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger: ".o_selected_row .o_field_widget[name=name] input",
            run: "edit Zhang Wei 张伟",
        },
        {
            trigger: ".o_selected_row .o_field_widget[name=phone] input",
            run: "edit +86 138 1111 2222",
        },
        {
            content: "Announce the visit",
            trigger: ".o_form_statusbar button[name=action_announce]",
            run: "click",
        },
        {
            content: "The host need not ask anybody: the visitor is expected",
            trigger: ".o_arrow_button_current[data-value=approved]",
        },
    ],
});

registry.category("web_tour.tours").add("visitor_gate_token", {
    steps: () => [
        {
            content: "Make a token for the device of the gate",
            trigger: ".o_form_statusbar button[name=action_new_token]",
            run: "click",
        },
        {
            content: "Whatever device is there stops working: yes",
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "The token is shown, and kept nowhere in the browser",
            trigger: ".modal code:not(:empty)",
            run({ anchor }) {
                const token = anchor.textContent;
                const kept = JSON.stringify({ ...localStorage, ...sessionStorage });
                if (token.length < 40 || kept.includes(token) || location.href.includes(token)) {
                    throw new Error("The token is kept, or it is none");
                }
            },
        },
        {
            trigger: ".modal-footer button",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
    ],
});

registry.category("web_tour.tours").add("visitor_reveal_number", {
    steps: () => [
        { trigger: ".o_form_statusbar button:contains(Reveal Number)", run: "click" },
        { trigger: ".modal .o_field_widget[name=reason] textarea", run: "edit Police asked" },
        { trigger: ".modal button[name=action_reveal]", run: "click" },
        {
            content: "The number stays until somebody closes it",
            trigger: ".modal .o_revealed_number:contains(11010519491231002X)",
            run: async () => {
                await new Promise((resolve) => setTimeout(resolve, 6000));
                const kept = JSON.stringify({ ...localStorage, ...sessionStorage });
                if (kept.includes("11010519491231002X") || location.href.includes("11010519491231002X")) {
                    throw new Error("The number is kept in the browser");
                }
            },
        },
        {
            content: "The form that asked for the reason is gone",
            trigger: "body:not(:has(.o_field_widget[name=reason] textarea)) .modal .o_revealed_number",
        },
        { trigger: ".modal-footer .btn-primary", run: "click" },
        { trigger: "body:not(:has(.modal)):not(:has(.o_revealed_number))" },
    ],
});

registry.category("web_tour.tours").add("visitor_new_without_typing", {
    steps: () => [
        {
            content: "Open a new visit",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "Announce nobody",
            trigger: ".o_form_statusbar button[name=action_announce]",
            run: "click",
        },
        {
            content: "It is said what is missing, and nothing is saved",
            trigger: ".o_notification",
        },
        {
            trigger: ".o_form_view .o_form_editable .o_field_widget[name=purpose]",
        },
        {
            content: "Go away",
            trigger: ".o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {
            content: "Open another one",
            trigger: ".o_list_view .o_list_button_add, .o_list_button_add",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=purpose]",
        },
        {
            content: "And go away at once",
            trigger: ".o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {
            trigger: ".o_list_view",
        },
    ],
});

registry.category("web_tour.tours").add("visitor_new_untouched", {
    steps: () => [
        {
            content: "Another tab is looked at: nothing was entered",
            trigger: ".o_form_editable .o_field_widget[name=purpose]",
            run() {
                Object.defineProperty(document, "visibilityState", { value: "hidden" });
                document.dispatchEvent(new Event("visibilitychange"));
            },
        },
        {
            content: "The page is closed, and opened again",
            trigger: ".o_form_editable .o_field_widget[name=purpose]",
            run: () => location.reload(),
            expectUnloadPage: true,
        },
        {
            trigger: ".o_form_editable .o_field_widget[name=purpose]",
        },
    ],
});
