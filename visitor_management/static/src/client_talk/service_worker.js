// @odoo-module ignore
/* eslint-env serviceworker */

/**
 * Keeps the empty talk page with its style and program, so that it opens again whatever
 * becomes of the network: without one, or with a server that hangs or is being mended.
 *
 * A newer page wins if it comes in time and whole: it is kept after what it names, so
 * that a kept page can always run. No data of a visit passes through here.
 */
const CACHE = "client-talk-1"; // since its first version: what it holds stays usable
const PATIENCE = 2500; // ms until the kept page is shown instead
const PAGE = /^\/client\/talk\/(\d+|next)$/;
const ASSET = /^\/(client\/talk|web)\/assets\//; // pages of the first version name /web
const NAMED = /(?:href|src)="(\/(?:client\/talk|web)\/assets\/[^"]+)"/g;
const MARK = "X-Client-Talk"; // see controllers/client_talk.py

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    if (request.method !== "GET" || origin !== self.location.origin) {
        return;
    }
    if (request.mode === "navigate" && PAGE.test(pathname)) {
        event.respondWith(openPage(event, pathname));
    } else if (ASSET.test(pathname)) {
        event.respondWith(openAsset(request));
    }
});

// The page says that it is open, which nobody has kept yet when it is the first one.
self.addEventListener("message", (event) => {
    const path = event.data?.keep;
    if (PAGE.test(path)) {
        event.waitUntil(keepOpened(path));
    }
});

async function openPage(event, path) {
    const cache = await caches.open(CACHE);
    const kept = await keptPage(cache, path);
    const coming = fetch(event.request);
    const taken = coming.then((answer) => take(cache, path, answer.clone()));
    event.waitUntil(taken.catch(() => {}));
    if (!kept) {
        return coming;
    }
    const whole = taken.then(() => coming);
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, kept));
    return Promise.race([whole.catch(() => kept), late]);
}

/** The page of a visit; for the next one, which none is kept of, the latest page. */
async function keptPage(cache, path) {
    if (!path.endsWith("/next")) {
        return cache.match(path, { ignoreVary: true });
    }
    const latest = (await keptPages(cache)).at(-1);
    return latest && cache.match(latest);
}

async function keptPages(cache) {
    const requests = await cache.keys();
    return requests.filter((each) => PAGE.test(new URL(each.url).pathname));
}

/**
 * Keep an answer if it is the page.
 *
 * @throws if it is not of this page, or what it names does not come
 */
async function take(cache, path, answer) {
    // to sign in, or to another page: Odoo alone sends there
    if (answer.type === "opaqueredirect" || answer.redirected) {
        return;
    }
    const said = answer.headers.get(MARK);
    if (said === "gone") {
        await cache.delete(path);
    } else if (said === "page" && answer.ok) {
        await keep(cache, path, answer);
    } else {
        throw new Error(`Not the page: ${answer.status}`);
    }
}

let storing = Promise.resolve(); // one after the other

async function keep(cache, path, page) {
    const text = await page.clone().text();
    const assets = [];
    for (const each of namedIn(text)) {
        if (!(await cache.match(each))) {
            assets.push(fetchWhole(each));
        }
    }
    const fetched = await Promise.all(assets);
    storing = storing.then(() => store(cache, path, page, fetched)).catch(() => {});
    await storing; // a full disk keeps nothing, and the newer page is shown all the same
}

async function store(cache, path, page, fetched) {
    for (const [address, answer] of fetched) {
        await cache.put(address, answer);
    }
    const before = await cache.match(path, { ignoreVary: true });
    const shown = before ? namedIn(await before.text()) : []; // maybe just now
    await cache.put(path, page);
    await forgetUnnamed(cache, shown);
}

async function fetchWhole(path) {
    const answer = await fetch(path);
    if (!answer.ok) {
        throw new Error(`Not an asset: ${answer.status}`);
    }
    return [path, new Response(await answer.blob(), answer)];
}

function namedIn(html) {
    return [...html.matchAll(NAMED)].map(([, path]) => path);
}

/** What no kept page names any more, but for what a page that is opening needs. */
async function forgetUnnamed(cache, needed) {
    const pages = await keptPages(cache);
    const texts = await Promise.all(
        pages.map(async (each) => (await cache.match(each)).text())
    );
    const named = new Set([...needed, ...texts.flatMap(namedIn)]);
    for (const each of await cache.keys()) {
        const { pathname } = new URL(each.url);
        if (ASSET.test(pathname) && !named.has(pathname)) {
            await cache.delete(each);
        }
    }
}

/** An address of an asset holds its version: what is kept is what it was. */
async function openAsset(request) {
    const kept = await caches.match(request, { cacheName: CACHE, ignoreVary: true });
    return kept || fetch(request);
}

async function keepOpened(path) {
    const cache = await caches.open(CACHE);
    if (!(await cache.match(path, { ignoreVary: true }))) {
        await take(cache, path, await fetch(path)).catch(() => {});
    }
}
