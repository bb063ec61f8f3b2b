/* The page that verifies a certificate. It stands alone, without a framework; nothing is
 * kept in the browser. */
const code = location.hash.slice(1);
// out of the address bar, the history and whatever reads them
history.replaceState(null, "", location.pathname + location.search);

const part = (id) => document.getElementById(id);

function show(id) {
    for (const each of ["loading", "valid", "expired", "outdated", "unknown", "busy"]) {
        part(each).hidden = each !== id;
    }
}

async function verify() {
    let response;
    try {
        response = await fetch(
            `/visitor/api/v1/certificate?lang=${document.documentElement.lang.replace("-", "_")}`,
            {
                headers: { Authorization: `Bearer ${code}` },
                cache: "no-store",
                referrerPolicy: "no-referrer",
            }
        );
    } catch {
        return show("busy");
    }
    if (!response.ok) {
        return show(response.status === 404 ? "unknown" : "busy");
    }
    const answer = await response.json();
    show(answer.result);
    for (const name of ["number", "person", "company", "taken_on", "valid_until"]) {
        part(name).textContent = answer[name] || "–";
    }
    part("training").textContent = `${answer.training} (${answer.version})`;
    part("facts").hidden = false;
}

verify();
