/* The page where an employee answers for an escort. It stands alone, without a framework;
 * nothing is kept in the browser, and nothing is changed before a button is pressed. */
const token = location.hash.slice(1);
// out of the address bar, the history and whatever reads them
history.replaceState(null, "", location.pathname + location.search);

const part = (id) => document.getElementById(id);

function show(id) {
    for (const each of ["loading", "form", "gone", "yes", "sorry", "busy"]) {
        part(each).hidden = each !== id;
    }
}

function ask(path, body) {
    return fetch(path, {
        method: "POST",
        headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
        body: JSON.stringify(body),
        cache: "no-store",
        referrerPolicy: "no-referrer",
    });
}

function fill(about) {
    const joined = (...texts) => texts.filter(Boolean).join(" · ");
    const texts = {
        time: about.time,
        place: joined(about.site, about.areas),
        visitors: about.guests > 1 ? `${about.visitors} (${about.guests})` : about.visitors,
        organization: about.organization,
        languages: about.languages,
        host: about.host,
    };
    for (const [id, text] of Object.entries(texts)) {
        part(id).textContent = text;
        part(id).hidden = !text;
        const label = document.querySelector(`[data-of=${id}]`);
        if (label) {
            label.hidden = !text;
        }
    }
    part("accepted").hidden = about.state !== "accepted";
    part("accept").hidden = about.state === "accepted";
}

async function open() {
    let response;
    try {
        response = await ask("/visitor/api/v1/escort/about", {});
    } catch {
        return show("busy");
    }
    if (!response.ok) {
        return show(response.status === 404 ? "gone" : "busy");
    }
    fill(await response.json());
    show("form");
}

async function answer(body) {
    for (const id of ["trouble", "refused", "missing"]) {
        part(id).hidden = true;
    }
    part("accept").disabled = part("decline").disabled = true;
    try {
        const response = await ask("/visitor/api/v1/escort", body);
        if (response.ok) {
            show(body.decision === "accept" ? "yes" : "sorry");
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
    part("accept").disabled = part("decline").disabled = false;
}

part("accept").addEventListener("click", () => answer({ decision: "accept" }));
part("no").addEventListener("submit", (event) => {
    event.preventDefault();
    const reason = part("reason").value.trim();
    if (!reason) {
        part("missing").hidden = false;
        part("reason").focus();
        return;
    }
    answer({ decision: "decline", reason });
});
open();
