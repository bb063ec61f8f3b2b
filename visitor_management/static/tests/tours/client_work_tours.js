/**
 * Customer service at work. The triggers are classes and data; words are those of the
 * records that the tests make.
 */
import { registry } from "@web/core/registry";

const PANEL = ".o_live_panel .o_cw_callback";
const CLIENT = ":contains(Tour Client)";

/** Type with the keyboard into whatever has the focus. */
function type(text) {
    return async ({ press }) => {
        for (const character of text) {
            await press(character);
        }
    };
}

/** A key as a person presses it: Odoo takes quicker ones for a scan. */
function later(...keys) {
    return async ({ press }) => {
        await new Promise((resolve) => setTimeout(resolve, 200));
        await press(keys.join("+"));
    };
}

function current(label) {
    return `.o_statusbar_status .o_arrow_button_current:contains(${label})`;
}

// -----------------------------------------------------------------------------
// The life of a complaint
// -----------------------------------------------------------------------------

registry.category("web_tour.tours").add("client_life_complaint", {
    steps: () => [
        { content: "A client calls", trigger: ".o_cw_new_complaint", run: "click" },
        { trigger: ".o_field_widget[name=partner_id] input", run: "edit Tour Client" },
        { trigger: ".o-autocomplete--dropdown-item:contains(Tour Client)", run: "click" },
        {
            trigger: ".o_field_widget[name=content] textarea",
            run: "edit The lift stops between floors",
        },
        { trigger: ".o_field_widget[name=department_id] input", run: "edit Tour Engineering" },
        { trigger: ".o-autocomplete--dropdown-item:contains(Tour Engineering)", run: "click" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: "button[name=action_accept]", run: "click" },
        { trigger: current("Accepted") },
        {
            content: "Engineering has looked at it",
            trigger: ".o_field_widget[name=action] textarea",
            run: "edit Door contact cleaned",
        },
        { trigger: ".o_statusbar_buttons button:contains(Handled)", run: "click" },
        {
            content: "What was done stands there already, the cause is asked for",
            trigger: ".modal [name=action] textarea:value(Door contact cleaned)",
        },
        { trigger: ".modal [name=cause] textarea", run: "edit Door contact worn out" },
        { trigger: ".modal button[name=action_confirm]", run: "click" },
        { trigger: current("Handled") },
    ],
});

/** A round that ends with a client who is still dissatisfied. */
function dissatisfied(round, words, requirement, department) {
    return [
        { trigger: `.o_live_line[data-state=planned]${CLIENT}`, run: "click" },
        {
            content: "What was done stands there",
            trigger: `${PANEL}[data-round="${round}"] .o_cw_done:contains(Door contact cleaned)`,
        },
        { trigger: `${PANEL}[data-state=planned] [data-outcome=reached]`, run: "click" },
        {
            trigger: `${PANEL}[data-state=reached] [data-scale=result] [data-value="2"]`,
            run: "click",
        },
        {
            content: "What blocks finishing stands beside the button",
            trigger: ".o_cw_footer:has(.o_cw_finish.btn-secondary) .o_cw_missing li:nth-of-type(3)",
        },
        { trigger: `${PANEL} [name=client_words]`, run: `edit ${words}` },
        { trigger: `${PANEL} [name=explained_reason]`, run: "edit The part comes later" },
        { trigger: `${PANEL} .o_cw_span[data-days="2"]`, run: "click" },
        { trigger: `${PANEL} .o_cw_missing:not(:has(li:nth-of-type(2)))` },
        { trigger: `${PANEL} [name=requirement]`, run: `edit ${requirement}` },
        {
            trigger: `${PANEL} select[name=department_id]`,
            run: `selectByLabel ${department}`,
        },
        { trigger: `${PANEL} .o_cw_complete` },
        { trigger: ".o_cw_finish.btn-primary", run: "click" },
        { trigger: ".o_live_panel .o_cw_message:contains(Finished)" },
    ];
}

registry.category("web_tour.tours").add("client_life_round_1", {
    steps: () => dissatisfied(1, "It still stops", "Replace the contact", "Tour Engineering"),
});

registry.category("web_tour.tours").add("client_life_round_2", {
    steps: () => [
        { trigger: `.o_live_line[data-state=planned]${CLIENT}`, run: "click" },
        {
            content: "What the client said before stands there, and what was done since",
            trigger: `${PANEL} .o_cw_round[data-round="1"] .o_cw_quote:contains(It still stops)`,
        },
        { trigger: `${PANEL} .o_cw_order[data-state=verified]:contains(Contact replaced)` },
        ...dissatisfied(2, "Now it is dirty", "Clean the cabin", "Tour Cleaning"),
    ],
});

registry.category("web_tour.tours").add("client_life_round_3", {
    steps: () => [
        { trigger: `.o_live_line[data-state=planned]${CLIENT}`, run: "click" },
        { trigger: `${PANEL}[data-round="3"] .o_cw_round[data-round="2"]` },
        { trigger: `${PANEL} [data-outcome=reached]`, run: "click" },
        { content: "The paper form has three points", trigger: `${PANEL} .o_cw_size[data-points="3"]`, run: "click" },
        { trigger: `${PANEL} [data-scale=result] .o_cw_point:nth-of-type(3)`, run: "click" },
        { trigger: `${PANEL} [data-scale=handling_result] .o_cw_point:nth-of-type(2)`, run: "click" },
        { trigger: `${PANEL} [data-scale=result] .o_live_chosen[data-value="5"]` },
        { trigger: `${PANEL} [data-scale=handling_result] .o_live_chosen[data-value="4"]` },
        { trigger: `${PANEL} .o_cw_complete` },
        { trigger: ".o_cw_finish.btn-primary", run: "click" },
        { trigger: ".o_live_panel .o_cw_message:contains(Finished)" },
    ],
});

registry.category("web_tour.tours").add("client_life_order", {
    steps: () => [
        { content: "The order is on the department's list", trigger: ".o_data_row .o_data_cell[name=requirement]", run: "click" },
        { trigger: "button[name=action_accept]", run: "click" },
        { trigger: current("Accepted") },
        { trigger: ".o_statusbar_buttons button:contains(Done)", run: "click" },
        { trigger: ".modal .o_field_widget[name=result] textarea", run: "edit Contact replaced" },
        { trigger: ".modal button[name=action_confirm]", run: "click" },
        { trigger: current("Done") },
    ],
});

registry.category("web_tour.tours").add("client_life_verify", {
    steps: () => [
        { trigger: ".o_live_counter[data-list=waiting]", run: "click" },
        { trigger: `.o_live_line[data-kind=order][data-state=done]${CLIENT}`, run: "click" },
        {
            content: "Customer service has looked: all that is done",
            trigger: ".o_cw_order[data-state=done] .o_cw_verify",
            run: async ({ click }) => {
                while (document.querySelector(".o_cw_verify")) {
                    await click(".o_cw_verify");
                    await new Promise((resolve) => setTimeout(resolve, 600));
                }
            },
        },
        { trigger: ".o_cw_orders:not(:has([data-state=done])) [data-state=verified]" },
    ],
});

registry.category("web_tour.tours").add("client_life_review", {
    steps: () => [
        { trigger: ".o_live_counter[data-list=review] .o_live_count:contains(3)" },
        { trigger: ".o_live_counter[data-list=review]", run: "click" },
        { trigger: `.o_live_line[data-state=finished]${CLIENT}`, run: "click" },
        { trigger: `${PANEL}[data-round="1"] [name=opinion]`, run: "edit Well explained" },
        { trigger: ".o_cw_review", run: "click" },
        { content: "The next one opens by itself", trigger: `${PANEL}[data-round="2"] .o_cw_review`, run: "click" },
        { trigger: `${PANEL}[data-round="3"] .o_cw_review`, run: "click" },
        { trigger: ".o_live_panel .o_cw_message:contains(Reviewed)" },
        { trigger: ".o_live_list .o_live_notice" },
    ],
});

registry.category("web_tour.tours").add("client_life_close", {
    steps: () => [
        { trigger: "button[name=action_close]", run: "click" },
        { trigger: current("Closed") },
    ],
});

// -----------------------------------------------------------------------------
// The screen
// -----------------------------------------------------------------------------

registry.category("web_tour.tours").add("client_work_keyboard", {
    steps: () => [
        { content: "The list has the focus", trigger: ".o_live_list:focus", run: later("ArrowDown") },
        { trigger: ".o_live_line.o_live_selected:contains(First Client)", run: later("Enter") },
        { trigger: ".o_live_panel:focus .o_cw_callback[data-state=planned]", run: later("n") },
        { content: "A wrong key is taken back", trigger: ".o_cw_undo", run: later("u") },
        { trigger: `${PANEL}:not(:has(.o_cw_tries))`, run: later("t") },
        { trigger: ".o_live_line.o_live_selected:contains(You)", run: later("r") },
        { trigger: `${PANEL}[data-state=reached]` },
        { trigger: ".o_live_panel:focus", run: later("1") },
        { trigger: `${PANEL} .o_cw_missing li:nth-of-type(3)`, run: later("Shift", "4") },
        { trigger: `${PANEL} [data-scale=handling_result] .o_live_chosen[data-value="4"]`, run: later("s") },
        {
            content: "Solved on the spot: only why, and what was done",
            trigger: `${PANEL} .o_cw_missing:not(:has(li:nth-of-type(2)))`,
            run: later("s"),
        },
        { trigger: `${PANEL} .o_cw_missing li:nth-of-type(3)`, run: later("q") },
        { content: "Letters are text in a field", trigger: "[name=client_words]:focus", run: type("no rest") },
        { trigger: "[name=client_words]:value(no rest)", run: "press Tab" },
        { trigger: "[name=dissatisfied_reason]:focus", run: "press Tab" },
        { trigger: ".o_cw_solved:focus", run: "press Tab" },
        { trigger: ".o_cw_not_solved:focus", run: "press Tab" },
        { trigger: "[name=explained_reason]:focus", run: type("part comes") },
        { trigger: "[name=explained_reason]:value(part comes)", run: "press Tab" },
        { trigger: "[name=next_date]:focus", run: "press Tab" },
        { trigger: ".o_cw_span:focus", run: later("Enter") },
        { trigger: `${PANEL} .o_cw_missing:not(:has(li:nth-of-type(2)))`, run: later("Escape") },
        { trigger: ".o_live_panel:focus", run: later("Enter") },
        {
            content: "Refused, and the panel says what is missing",
            trigger: ".o_cw_message.alert-danger",
            run: later("o"),
        },
        { trigger: "[name=requirement]:focus", run: type("repair") },
        { trigger: `${PANEL} .o_cw_complete`, run: later("Control", "Enter") },
        { content: "Finished, and the next one is open", trigger: `${PANEL}[data-state=planned]:contains(Second Client)` },
        { trigger: ".o_live_panel:focus", run: later("r") },
        { trigger: `${PANEL}[data-state=reached]:contains(Second Client)` },
        { trigger: ".o_live_panel:focus", run: later("5") },
        { trigger: `${PANEL} .o_cw_complete`, run: later("Enter") },
        { trigger: ".o_cw_message:contains(Finished)" },
        { trigger: ".o_live_list:focus", run: later("?") },
        { trigger: ".o_live_keys", run: "press Escape" },
        { trigger: "body:not(:has(.modal))" },
    ],
});

registry.category("web_tour.tours").add("client_work_mouse", {
    steps: () => [
        { content: "A sample has no complaint", trigger: ".o_live_line:contains(Blue Sky)", run: "click" },
        { trigger: `${PANEL} .o_cw_take`, run: "click" },
        { content: "Undo beats confirm", trigger: ".o_cw_undo", run: "click" },
        { trigger: `${PANEL} .o_cw_take` },
        { trigger: `${PANEL} [data-outcome=busy]`, run: "click" },
        { trigger: `${PANEL} .o_cw_take_back`, run: "click" },
        { trigger: `${PANEL}:not(:has(.o_cw_tries))` },
        { trigger: `${PANEL} [data-outcome=reached]`, run: "click" },
        { trigger: `${PANEL} [data-scale=result] [data-value="2"]`, run: "click" },
        { trigger: `${PANEL} [name=requirement]`, run: "edit Repair the tap" },
        { trigger: `${PANEL} select[name=department_id]`, run: "selectByLabel Tour Engineering" },
        { trigger: `${PANEL} .o_cw_span[data-days="6"]`, run: "click" },
        { trigger: `${PANEL} .o_cw_give_order:enabled`, run: "click" },
        { content: "Given too early: undo", trigger: ".o_cw_undo", run: "click" },
        { trigger: `${PANEL}:not(:has(.o_cw_order))` },
        { trigger: `${PANEL} [name=client_words]`, run: "edit It drips" },
        { trigger: `${PANEL} .o_cw_saving[data-unsaved="0"]` },
        {
            content: "Another line, and back: nothing typed is lost",
            trigger: ".o_live_line:contains(Tour Client)",
            run: "click",
        },
        { trigger: `${PANEL}${CLIENT}` },
        { trigger: ".o_live_line:contains(Blue Sky)", run: "click" },
        { trigger: `${PANEL} [name=client_words]:value(It drips)` },
        { trigger: ".o_live_line:contains(Tour Client)", run: "click" },
        {
            content: "Who did not refuse is a manager's to waive",
            trigger: `${PANEL}${CLIENT}:not(:has(.o_cw_waive))`,
        },
        { trigger: `${PANEL}${CLIENT} [data-outcome=refused]`, run: "click" },
        { content: "Not to be called", trigger: `${PANEL}${CLIENT} .o_cw_waive`, run: "click" },
        { trigger: ".o_live_panel .o_live_reason input", run: "edit Asked not to be called" },
        { trigger: ".o_live_panel .o_live_reason button[type=submit]", run: "click" },
        { content: "The next one is open", trigger: `${PANEL}:contains(Blue Sky)` },
        { trigger: ".o_cw_filter[name=source]", run: "select complaint" },
        { trigger: `.o_live_list:not(:contains(Tour Client))` },
        { trigger: ".o_cw_filter[name=source]", run: "select repair" },
        { trigger: ".o_cw_search input", run: "edit sky" },
        { trigger: ".o_live_line:contains(Blue Sky)" },
        { trigger: ".o_cw_search input", run: "edit nobody like this" },
        { trigger: ".o_cw_search input", run: "press Escape" },
        { content: "Away from the screen, and back", trigger: ".o_cw_new_complaint", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=content]" },
        { trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item a", run: "click" },
        { trigger: ".o_live_list" },
    ],
});

registry.category("web_tour.tours").add("client_work_head", {
    steps: () => [
        {
            content: "A head of a department sees his own callbacks alone",
            trigger: ".o_live_counter[data-list=due] .o_live_count:contains(/^1$/)",
        },
        { trigger: ".o_client_work:not(:has(.o_cw_new_complaint)) .o_live_line:contains(First Client)", run: "click" },
        { trigger: `${PANEL}:contains(First Client) .o_cw_dial` },
        { content: "And what his department is to put right", trigger: ".o_live_counter[data-list=waiting]", run: "click" },
        { trigger: ".o_live_line[data-kind=order]:not(:contains(Second Client))", run: "click" },
        { trigger: ".o_cw_order_panel .o_cw_accept", run: "click" },
        { trigger: ".o_cw_order[data-state=accepted] .o_cw_do", run: "click" },
        { trigger: ".o_cw_order .o_live_reason input", run: "edit Contact replaced" },
        { trigger: ".o_cw_order .o_live_reason button[type=submit]", run: "click" },
        { trigger: ".o_cw_order[data-state=done]:contains(Contact replaced)" },
    ],
});

registry.category("web_tour.tours").add("client_work_stuck", {
    steps: () => [
        {
            content: "A manager sees what nobody will do by itself, with one click",
            trigger: ".o_live_counter[data-list=stuck]:has(.o_live_count:contains(/^2$/))",
            run: "click",
        },
        { trigger: ".o_cw_heading:first" },
        { trigger: ".o_live_line[data-kind=order]:contains(Second Client)", run: "click" },
        { content: "Why, and what to do", trigger: ".o_cw_order_panel .o_cw_stuck button", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=employee_id]" },
        { trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item a", run: "click" },
        { content: "What people who left have open elsewhere", trigger: ".o_live_counter[data-list=stuck]", run: "click" },
        { trigger: ".o_cw_elsewhere", run: "click" },
        { trigger: ".o_list_view .o_group_header, .o_list_view .o_data_row" },
    ],
});

registry.category("web_tour.tours").add("client_work_nobody", {
    steps: () => [
        { content: "A clear answer with the next step", trigger: ".o_cw_failure:contains(administrator)" },
    ],
});
