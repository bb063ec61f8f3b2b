/**
 * The first day by the buttons of the setup card alone. The triggers are classes and data,
 * no words: the same tour runs in every language.
 */
import { registry } from "@web/core/registry";

const line = (code, done) => `.o_vs_line[data-code=${code}][data-done='${done}']`;
const press = (code) => ({ trigger: `${line(code, 0)} button`, run: "click" });
const isDone = (code) => ({ trigger: `body:not(:has(.modal)) ${line(code, 1)}` });
const save = { trigger: ".modal footer button[name=action_confirm]", run: "click" };

registry.category("web_tour.tours").add("visitor_setup_first_day", {
    steps: () => [
        { trigger: ".o_visitor_reception .o_vs_card" },
        press("site"),
        { trigger: ".modal [name=name] input", run: "edit Tower" },
        { trigger: ".modal [name=street] input", run: "edit 1 Bund" },
        save,
        isDone("site"),
        // the screen of the site is there, below the card
        { trigger: ".o_vr_header .o_vr_walk_in_button" },
        press("hours"),
        { trigger: ".modal input[data-value=always]", run: "click" },
        save,
        isDone("hours"),
        press("cards"),
        { trigger: ".modal [name=first] input:value(0401)" },
        save,
        isDone("cards"),
        press("sample"),
        isDone("sample"),
        { trigger: ".o_live_line", run: "click" },
        { trigger: ".o_live_panel .o_vr_person" },
        { trigger: `${line("sample", 1)} button`, run: "click" },
        { trigger: line("sample", 0) },
        { trigger: ".o_visitor_reception:not(:has(.o_live_line))" },
        { trigger: ".o_vs_toggle", run: "click" },
        { trigger: ".o_vs_card:not(:has(.o_vs_line))" },
        { trigger: ".o_vs_hide", run: "click" },
        { trigger: ".o_visitor_reception:not(:has(.o_vs_card))" },
    ],
});
