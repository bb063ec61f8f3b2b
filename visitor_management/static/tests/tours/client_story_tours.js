/**
 * A client who is not satisfied, cannot be reached, is written a letter, and whose
 * complaint is taken up again: in whatever language, so no label is looked for.
 */
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const PANEL = ".o_live_panel .o_cw_callback";
const CLIENT = ":contains(Tour Client)";

function state(value) {
    return { trigger: `.o_statusbar_status .o_arrow_button_current[data-value=${value}]` };
}

/** The dialog that asks for a reason. */
function reason(hotkey, text) {
    return [
        { trigger: `.o_statusbar_buttons button[data-hotkey=${hotkey}]`, run: "click" },
        { trigger: ".modal [name=reason] input", run: `edit ${text}` },
        { trigger: ".modal button[name=action_confirm]", run: "click" },
    ];
}

tours.add("client_story_letter", {
    steps: () => [
        { trigger: `.o_live_line[data-state=planned]${CLIENT}`, run: "click" },
        {
            content: "Nobody answers, for the last time",
            trigger: `${PANEL}[data-round="2"] [data-outcome=no_answer]`,
            run: "click",
        },
        { trigger: `${PANEL}[data-state=unreachable] .o_cw_conclude`, run: "click" },
        { trigger: ".o_live_panel .o_live_reason input", run: "edit A letter at the door" },
        { trigger: ".o_live_panel .o_live_reason button[type=submit]", run: "click" },
        { content: "It is off the list", trigger: ".o_live_list .o_live_notice" },
    ],
});

tours.add("client_story_review", {
    steps: () => [
        { trigger: ".o_live_counter[data-list=review]", run: "click" },
        { trigger: `.o_live_line[data-state=finished]${CLIENT}`, run: "click" },
        { trigger: `${PANEL}[data-round="1"] .o_cw_review`, run: "click" },
        {
            content: "The letter is reviewed, too",
            trigger: `${PANEL}[data-round="2"]:contains(A letter at the door) .o_cw_review`,
            run: "click",
        },
        { trigger: ".o_live_list .o_live_notice" },
    ],
});

tours.add("client_story_close", {
    steps: () => [...reason("q", "Nothing more can be done"), state("closed")],
});

tours.add("client_story_reopen", {
    steps: () => [
        ...reason("r", "The lift stops again"),
        state("handling"),
        { trigger: ".o_statusbar_buttons button[data-hotkey=w]", run: "click" },
        { trigger: ".modal [name=cause] textarea", run: "edit A second contact" },
        { trigger: ".modal [name=action] textarea", run: "edit Both contacts replaced" },
        { trigger: ".modal button[name=action_confirm]", run: "click" },
        state("handled"),
    ],
});

tours.add("client_story_satisfied", {
    steps: () => [
        { trigger: `.o_live_line[data-state=planned]${CLIENT}`, run: "click" },
        {
            content: "What became of the rounds before stands there",
            trigger: `${PANEL}[data-round="3"] .o_cw_round[data-round="2"]`,
        },
        { trigger: `${PANEL} [data-outcome=reached]`, run: "click" },
        { trigger: `${PANEL} [data-scale=result] [data-value="5"]`, run: "click" },
        { trigger: `${PANEL} [data-scale=handling_result] [data-value="5"]`, run: "click" },
        { trigger: ".o_cw_finish.btn-primary", run: "click" },
        { trigger: ".o_live_list .o_live_notice" },
    ],
});

tours.add("client_story_end", {
    steps: () => [
        { trigger: ".o_statusbar_buttons button[name=action_close]", run: "click" },
        state("closed"),
    ],
});
