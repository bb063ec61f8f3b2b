/* The page where a client rates by himself. It stands alone, without a framework;
 * nothing is kept in the browser. */
const token = location.hash.slice(1);
// out of the address bar, the history and whatever reads them
history.replaceState(null, "", location.pathname + location.search);

const part = (id) => document.getElementById(id);

function show(id) {
    for (const each of ["loading", "form", "gone", "thanks", "sorry", "busy"]) {
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

async function open() {
    let response;
    try {
        response = await ask("/client/api/v1/rating/about", {});
    } catch {
        return show("busy");
    }
    if (!response.ok) {
        return show(response.status === 404 ? "gone" : "busy");
    }
    const { company, number } = await response.json();
    part("about").textContent = `${company} · ${number}`;
    show("form");
}

async function send(event) {
    event.preventDefault();
    const form = part("form");
    const chosen = (name) => Number(new FormData(form).get(name));
    part("trouble").hidden = true;
    if (!chosen("result") || !chosen("handling")) {
        part("missing").hidden = false;
        return;
    }
    part("missing").hidden = true;
    part("send").disabled = true;
    try {
        const response = await ask("/client/api/v1/rating", {
            result: chosen("result"),
            handling: chosen("handling"),
            words: part("words").value,
        });
        if (response.ok) {
            show(chosen("result") > 3 ? "thanks" : "sorry");
        } else if (response.status === 404) {
            show("gone");
        } else {
            throw new Error(response.status);
        }
    } catch {
        // what was typed stays
        part("send").disabled = false;
        part("trouble").hidden = false;
    }
}

part("form").addEventListener("submit", send);
open();
