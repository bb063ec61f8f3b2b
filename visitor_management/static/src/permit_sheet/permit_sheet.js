/* The page of a sheet that hangs at works. It stands alone, without a framework; nothing
 * is kept in the browser. */
const code = location.hash.slice(1);
// out of the address bar, the history and whatever reads them
history.replaceState(null, "", location.pathname + location.search);

const FACTS = ["number", "kind", "level", "site", "area", "window", "hours", "at"];
const lang = document.documentElement.lang.replace("-", "_");
const part = (id) => document.getElementById(id);

function show(id) {
    part("loading").hidden = true;
    for (const each of document.querySelectorAll("[data-result]")) {
        each.hidden = each.dataset.result !== id;
    }
}

function fill(answer) {
    for (const name of FACTS) {
        part(name).textContent = answer[name];
        part(name).hidden = !answer[name];
        part(name).previousElementSibling.hidden = !answer[name];
    }
    for (const name of ["again", "watch"]) {
        part(name).textContent = answer[name];
        part(name).parentElement.hidden = !answer[name];
    }
    part("facts").hidden = false;
    part("record").hidden = !answer.record;
    if (answer.record) {
        part("record").href = answer.record;
    }
}

async function ask() {
    let response;
    try {
        response = await fetch(`/visitor/api/v1/permit?lang=${lang}`, {
            headers: { Authorization: `Bearer ${code}` },
            cache: "no-store",
            referrerPolicy: "no-referrer",
        });
    } catch {
        return show("busy");
    }
    if (!response.ok) {
        part("facts").hidden = true;
        return show(response.status === 404 ? "unknown" : "busy");
    }
    const answer = await response.json();
    show(answer.result);
    fill(answer);
}

ask();
// it is the state of this moment: who looks again reads it again
document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
        ask();
    }
});
