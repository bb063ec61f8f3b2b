import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { animationFrame, click, edit, queryAllTexts } from "@odoo/hoot-dom";
import { mockService, mountWithCleanup } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { reactive } from "@odoo/owl";
import { visitorAnswerService } from "@visitor_management/answer_popup/answer_service";
import { AnswerPopup } from "@visitor_management/answer_popup/answer_popup";
import { counted } from "@visitor_management/answer_popup/answer_words";
import { RPCError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

describe.current.tags("headless");
defineMailModels(); // Odoo's own services ask for them

function ask(id, values = {}) {
    const visit = { name: `V${id}`, headcount: 1, here: true, time: "9:00", site: "North" };
    return {
        id,
        state: values.here === false ? "pending" : "approved",
        visit: { ...visit, ...values },
        visitors: [{ name: "Li Na", organization: "Acme" }],
    };
}

/** The service, with a server that asks for `server.asked` and answers as told. */
async function start(asked) {
    const server = { asked, calls: [], said: [], state: "approved" };
    const call = async (model, method, args) => {
        server.calls.push([method, ...args]);
        if (method === "asked") {
            return server.asked.filter(({ id }) => !args[0].length || args[0].includes(id));
        }
        if (server.error) {
            throw server.error;
        }
        return { state: server.state };
    };
    const service = visitorAnswerService.start(
        {},
        {
            action: { doAction: (action) => server.calls.push(["open", action.res_id]) },
            bus_service: {
                subscribe: (_type, listener) => (server.tell = listener),
                start() {},
            },
            notification: { add: (text, { type }) => server.said.push(type) },
            orm: { call, silent: { call } },
        }
    );
    await new Promise((resolve) => setTimeout(resolve));
    return { server, service };
}

beforeEach(() => {
    registry.category("main_components").remove("visitor_management.AnswerPopup");
});

async function show(service) {
    const { asked, answer, close, open } = service;
    mockService("visitor_answer", () => service); // which has started already
    await mountWithCleanup(AnswerPopup, {
        props: { asked: reactive(asked), answer, close, open },
        noMainContainer: true,
    });
}

test("who is asked sees who stands there, and answers with one tap", async () => {
    const { server, service } = await start([ask(7)]);
    await server.tell({ id: 7 });
    await show(service);
    expect(queryAllTexts(".o_visitor_asked_names")).toEqual(["Li Na"]);
    expect(".o_visitor_asked_buttons button").toHaveCount(4);
    await click("[data-decision=coming]");
    await animationFrame();
    expect(server.calls.at(-1)).toEqual(["answer", [7], "coming", ""]);
    expect(server.said).toEqual(["success"]);
    expect(".o_visitor_asked_card").toHaveCount(0);
});

test("a visit ahead is refused with a reason only", async () => {
    const { server, service } = await start([ask(7, { here: false })]);
    server.state = "refused";
    await server.tell({ id: 7 });
    await show(service);
    await click("[data-decision=refuse]");
    await animationFrame();
    expect(server.calls.filter(([method]) => method === "answer")).toEqual([]);
    await click(".o_visitor_asked_card input");
    await edit("Away that day");
    await click(".o_visitor_asked_card form button");
    await animationFrame();
    expect(server.calls.at(-1)).toEqual(["answer", [7], "refuse", "Away that day"]);
});

test("what somebody else has answered goes away, and is not asked again", async () => {
    const { server, service } = await start([ask(7), ask(8)]);
    await server.tell({ id: 7 });
    await server.tell({ id: 8 });
    server.asked = [ask(8)];
    await server.tell({ id: 7 });
    expect(service.asked.cards.map((card) => card.id)).toEqual([8]);
});

test("a visit ahead that was approved meanwhile asks for nothing", async () => {
    const { server, service } = await start([ask(7, { here: false })]);
    await server.tell({ id: 7 });
    server.asked = [{ ...ask(7, { here: false }), state: "approved" }];
    await server.tell({ id: 7 });
    expect(service.asked.cards).toHaveLength(0);
});

test("who answers second is told what became of it", async () => {
    const { server, service } = await start([ask(7)]);
    await server.tell({ id: 7 });
    server.state = "refused";
    await service.answer(7, "coming");
    expect(server.said).toEqual(["info"]);
    expect(service.asked.cards).toHaveLength(0);
});

test("a refusal of the server is said on the card, and what was typed stays", async () => {
    const { server, service } = await start([ask(7, { here: false })]);
    await server.tell({ id: 7 });
    service.asked.cards[0].reason = "Away";
    server.error = Object.assign(new RPCError(), { data: { message: "Say why." } });
    await service.answer(7, "refuse", "Away");
    const [card] = service.asked.cards;
    expect([card.trouble, card.reason, card.busy]).toEqual(["Say why.", "Away", false]);
});

test("who was asked before the page was loaded is asked there", async () => {
    await start([ask(7)]);
    registry.category("main_components").remove("visitor_management.AnswerPopup");
    const { service } = await start([ask(7)]);
    expect(service.asked.cards).toHaveLength(1);
});

test("who stands there comes first", async () => {
    const { server, service } = await start([ask(7, { here: false }), ask(8)]);
    await server.tell({ id: 7 });
    await server.tell({ id: 8 });
    expect(service.asked.cards.map((card) => card.id)).toEqual([8, 7]);
});

test("a word counts by what became of the visit", () => {
    expect(counted("wait", true, "approved")).toBe(true);
    expect(counted("refuse", true, "approved")).toBe(true);
    expect(counted("refuse", false, "approved")).toBe(false);
    expect(counted("coming", true, "refused")).toBe(false);
});
