/* The page where a host answers for visitors. It stands alone, without a framework;
 * nothing is kept in the browser, and nothing is changed before a button is pressed. */
const ADDRESS = "/visitor/api/v1/answer";
// what can still be said of a visit
const OPEN = ["pending", "approved", "in_progress"];

const token = location.hash.slice(1);
// out of the address bar, the history and whatever reads them
history.replaceState(null, "", location.pathname + location.search);

const part = (id) => document.getElementById(id);
const parts = (selector) => [...document.querySelectorAll(selector)];
let here = false;

function show(id) {
    for (const each of ["loading", "form", "done", "other", "gone", "busy"]) {
        part(each).hidden = each !== id;
    }
}

function ask(method, body) {
    return fetch(ADDRESS, {
        method,
        headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
        body: body && JSON.stringify(body),
        cache: "no-store",
        referrerPolicy: "no-referrer",
    });
}

function fill({ visit, visitors }) {
    const joined = (texts) => [...new Set(texts.filter(Boolean))].join(" · ");
    const names = visitors.map((each) => each.name).join(", ");
    const texts = {
        visitors: visit.headcount > 1 ? `${names} (${visit.headcount})` : names,
        organization: joined(visitors.map((each) => each.organization)),
        purpose: joined([visit.purpose, visit.kind]),
        time: visit.time,
        place: visit.site,
        host: visit.host,
    };
    for (const [id, text] of Object.entries(texts)) {
        part(id).textContent = text;
        part(id).hidden = !text;
        for (const label of parts(`[data-of=${id}]`)) {
            label.hidden = !text;
        }
    }
    here = visit.here;
    part("here").hidden = part("of_here").hidden = !here;
    part("ahead").hidden = part("of_ahead").hidden = here;
    part("changed").hidden = !visit.changed;
}

function showState(answer) {
    if (answer.state === "pending" || (answer.visit.here && OPEN.includes(answer.state))) {
        fill(answer);
        return show("form");
    }
    for (const each of parts("[data-state]")) {
        each.hidden = !each.dataset.state.split(" ").includes(answer.state);
    }
    show("other");
}

async function open() {
    let response;
    try {
        response = await ask("GET");
    } catch {
        return show("busy");
    }
    if (!response.ok) {
        return show(response.status === 404 ? "gone" : "busy");
    }
    showState(await response.json());
}

function enable(enabled) {
    for (const each of parts("button")) {
        each.disabled = !enabled;
    }
}

// What became of it by this word: a later one than somebody else's changes nothing.
function counted(decision, state) {
    const states = {
        approve: ["approved", "in_progress"],
        coming: ["approved", "in_progress"],
        send_up: ["approved", "in_progress"],
        wait: OPEN,
        refuse: here ? [...OPEN, "refused"] : ["refused"],
    };
    return states[decision].includes(state);
}

async function answer(body) {
    for (const id of ["trouble", "refused", "missing"]) {
        part(id).hidden = true;
    }
    enable(false);
    try {
        const response = await ask("POST", body);
        if (response.ok) {
            const became = await response.json();
            if (!counted(body.decision, became.state)) {
                showState({ ...became, visit: { ...became.visit, here: false } });
            } else {
                for (const each of parts("[data-after]")) {
                    each.hidden = each.dataset.after !== body.decision;
                }
                show("done");
            }
        } else if (response.status === 404) {
            show("gone");
        } else if (response.status === 409) {
            part("refused").textContent = (await response.json()).message;
            part("refused").hidden = false;
        } else {
            throw new Error(response.status);
        }
    } catch {
        // what was typed stays
        part("trouble").hidden = false;
    }
    enable(true);
}

for (const button of parts("[data-decision]")) {
    button.addEventListener("click", () => answer({ decision: button.dataset.decision }));
}
part("no").addEventListener("submit", (event) => {
    event.preventDefault();
    const reason = part("reason").value.trim();
    if (!reason && !here) {
        // "no" to who stands there is one tap
        part("missing").hidden = false;
        part("reason").focus();
        return;
    }
    answer({ decision: "refuse", reason });
});
open();
