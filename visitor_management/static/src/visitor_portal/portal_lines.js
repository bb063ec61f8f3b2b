import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/** Adds a line to a form that has several: the last one once more, empty. Without this
 * script the form keeps the lines that it has. */
export class PortalLines extends Interaction {
    static selector = ".o_visitor_portal_people, .o_visitor_portal_lines";
    dynamicContent = {
        ".o_visitor_portal_more": {
            "t-on-click": this.add,
            "t-att-class": () => ({ "d-none": false }),
        },
    };

    add() {
        const lines = this.el.querySelectorAll(
            ".o_visitor_portal_person, .o_visitor_portal_line"
        );
        const last = lines[lines.length - 1];
        const line = last.cloneNode(true);
        for (const input of line.querySelectorAll("input")) {
            input.id = `${input.name}_${lines.length}`;
            input.value = "";
            input.removeAttribute("value");
            input.closest("div").querySelector("label").htmlFor = input.id;
        }
        this.insert(line, last, "afterend");
        line.querySelector("input").focus();
    }
}

registry.category("public.interactions").add("visitor_management.lines", PortalLines);
