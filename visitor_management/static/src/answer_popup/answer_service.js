import { reactive } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { RPCError } from "@web/core/network/rpc";
import { answeredBy, counted, thanks, waits } from "./answer_words";
import { AnswerPopup } from "./answer_popup";

const MESSAGE = "visitor_management/asked";

/**
 * Who is asked for a visit reads it wherever in Odoo they are, and answers with a button.
 *
 * The bus names the visit and nothing else; what is shown is read by who may read it.
 * A message is a reason to look again: what is not asked any more goes away.
 */
export const visitorAnswerService = {
    dependencies: ["action", "bus_service", "notification", "orm"],

    start(env, { action, bus_service, notification, orm }) {
        const asked = reactive({ cards: [] });
        registry.category("main_components").add("visitor_management.AnswerPopup", {
            Component: AnswerPopup,
            props: { asked, answer, close, open },
        });

        const find = (id) => asked.cards.find((card) => card.id === id);

        function close(id) {
            asked.cards = asked.cards.filter((card) => card.id !== id);
        }

        async function read(ids) {
            let found;
            try {
                found = await orm.silent.call("visitor.visit", "asked", [ids]);
            } catch (error) {
                if (!(error instanceof RPCError)) {
                    return; // without a connection: the mail asks as well
                }
                found = []; // it is this user's no more
            }
            const fresh = new Map(found.filter(waits).map((each) => [each.id, each]));
            const about = ids.length ? ids : asked.cards.map((card) => card.id);
            const shown = asked.cards.filter(({ id }) => !about.includes(id) || fresh.has(id));
            for (const card of shown) {
                Object.assign(card, fresh.get(card.id)); // what is typed there stays
                fresh.delete(card.id);
            }
            const added = [...fresh.values()].map((each) => ({
                ...each,
                busy: false,
                refusing: false,
                reason: "",
                trouble: "",
            }));
            // who stands there comes first
            asked.cards = [...shown, ...added].sort((a, b) => b.visit.here - a.visit.here);
        }

        /** Say it; the card stays with a sentence where it is refused. */
        async function answer(id, decision, reason = "") {
            const card = find(id);
            if (!card || card.busy) {
                return;
            }
            const here = card.visit.here;
            card.busy = true;
            card.trouble = "";
            try {
                const became = await orm.call("visitor.visit", "answer", [[id], decision, reason]);
                const first = counted(decision, here, became.state);
                close(id);
                notification.add(first ? thanks(decision) : answeredBy(became.state), {
                    type: first ? "success" : "info",
                });
            } catch (error) {
                card.busy = false;
                if (!(error instanceof RPCError)) {
                    throw error;
                }
                card.trouble = error.data?.message || error.message;
            }
        }

        function open(id) {
            close(id);
            return action.doAction({
                type: "ir.actions.act_window",
                res_model: "visitor.visit",
                res_id: id,
                views: [[false, "form"]],
            });
        }

        bus_service.subscribe(MESSAGE, ({ id }) => read([id]));
        bus_service.start();
        // another tab or a colleague may have answered meanwhile
        browser.addEventListener("focus", () => asked.cards.length && read([]));
        read([]); // asked before the page was loaded

        return { asked, answer, close, open };
    },
};

registry.category("services").add("visitor_answer", visitorAnswerService);
