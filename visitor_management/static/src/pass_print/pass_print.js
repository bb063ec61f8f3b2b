import { registry } from "@web/core/registry";

const PASSES = ["visitor_management.visitor_pass_card", "visitor_management.visitor_pass_a6"];

/**
 * Printing is a GET and changes nothing: that a pass is about to be printed, from whatever
 * screen, is noted before. What is printed can be handed out, and is asked for at leaving.
 */
export async function notePrinted(action, options, env) {
    const ids = action.context?.active_ids;
    if (PASSES.includes(action.report_name) && ids?.length) {
        await env.services.orm.call("visitor.pass", "note_printed", [ids]);
    }
    return false; // Odoo prints
}

registry.category("ir.actions.report handlers").add("visitor_management.pass_print", notePrinted);
