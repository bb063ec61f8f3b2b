// @odoo-module ignore
/* eslint-env serviceworker */

/**
 * Keeps the empty talk page and its assets, so that it opens again without network.
 * What is newer on the server always wins; no data of a visit passes through here.
 */
const CACHE = "client-talk-1";

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
    const url = new URL(event.request.url);
    if (event.request.method !== "GET" || url.origin !== self.location.origin) {
        return;
    }
    const isPage =
        event.request.mode === "navigate" && /^\/client\/talk\/\d+$/.test(url.pathname);
    if (isPage || url.pathname.startsWith("/web/assets/")) {
        event.respondWith(fromNetworkOrKept(event.request));
    }
});

async function fromNetworkOrKept(request) {
    const cache = await caches.open(CACHE);
    try {
        const answer = await fetch(request);
        if (answer.ok && !answer.redirected) {
            await cache.put(request, answer.clone());
        } else if (answer.status === 404) {
            await cache.delete(request); // not this user's
        }
        return answer;
    } catch (error) {
        const kept = await cache.match(request, { ignoreVary: true });
        if (kept) {
            return kept;
        }
        throw error;
    }
}
