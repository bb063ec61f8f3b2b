// @odoo-module ignore
/* eslint-env serviceworker */

/**
 * Keeps an empty page with what it names, so that it opens again whatever becomes of the
 * network. The server puts `OFFLINE` before it, see controllers/offline.py:
 *
 * - `cache`: the name of what is kept
 * - `page`: the address of the page, without query and fragment
 * - `mark`: the header by which an answer is known to be that page
 * - `folders`: in which everything lies that the page names, each file under an address
 *   for ever
 *
 * A newer page is taken when all it names is there; until then the older pair works. No
 * data of anybody passes through here.
 */
const { cache: CACHE, page: PAGE, mark: MARK, folders: FOLDERS } = self.OFFLINE;
const PATIENCE = 2500; // milliseconds until the kept page is shown instead

self.addEventListener("install", (event) => {
    self.skipWaiting();
    event.waitUntil(takeFirst());
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    if (request.method !== "GET" || origin !== self.location.origin) {
        return;
    }
    if (request.mode === "navigate" && pathname === PAGE) {
        event.respondWith(openPage(event));
    } else if (isAsset(pathname)) {
        event.respondWith(openAsset(request));
    }
});

function isAsset(path) {
    return FOLDERS.some((folder) => path.startsWith(folder));
}

/** Whoever has the worker has the page: it opened it just now. */
async function takeFirst() {
    const cache = await caches.open(CACHE);
    await take(cache, await fetch(PAGE, { cache: "no-store", credentials: "omit" }));
}

async function openPage(event) {
    const cache = await caches.open(CACHE);
    const kept = await cache.match(PAGE, { ignoreVary: true });
    const coming = fetch(event.request);
    const whole = coming.then(async (answer) => {
        await take(cache, answer.clone());
        return answer;
    });
    event.waitUntil(whole.catch(() => {}));
    if (!kept) {
        return coming;
    }
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, kept.clone()));
    return Promise.race([whole.catch(() => kept), late]);
}

/**
 * Keep the page, after what it names.
 *
 * @throws it is not the page (of a proxy, a hotspot, Odoo without its database), or what
 *      it names does not come
 */
async function take(cache, answer) {
    if (!answer.ok || answer.redirected || !answer.headers.has(MARK)) {
        throw new Error(`Not the page: ${answer.status}`);
    }
    const named = namedIn(await answer.clone().text());
    const missing = [];
    for (const each of named) {
        if (!(await cache.match(each, { ignoreVary: true }))) {
            missing.push(fetchWhole(each));
        }
    }
    const fetched = await Promise.all(missing);
    for (const [address, file] of fetched) {
        await cache.put(address, file);
    }
    const before = await cache.match(PAGE, { ignoreVary: true });
    const shown = before ? namedIn(await before.text()) : []; // maybe in another tab
    await cache.put(PAGE, answer);
    await forgetUnnamed(cache, new Set([...named, ...shown]));
}

function namedIn(html) {
    const quoted = [...html.matchAll(/["'](\/[^"'\s]+)["']/g)].map(([, path]) => path);
    return [...new Set(quoted.filter(isAsset))];
}

async function fetchWhole(address) {
    const answer = await fetch(address, { credentials: "omit" });
    if (!answer.ok) {
        throw new Error(`${address}: ${answer.status}`);
    }
    // read to its end: a line that is cut gives no half of a program
    return [address, new Response(await answer.blob(), answer)];
}

async function forgetUnnamed(cache, named) {
    for (const each of await cache.keys()) {
        const { pathname } = new URL(each.url);
        if (isAsset(pathname) && !named.has(pathname)) {
            await cache.delete(each);
        }
    }
}

async function openAsset(request) {
    const kept = await caches.match(request, { cacheName: CACHE, ignoreVary: true });
    return kept || fetch(request);
}
