import { getTemplate } from "@web/core/templates";

import { App, whenReady } from "@odoo/owl";

import { TalkApp } from "./talk_app/talk_app";

const CACHE = "client-talk-1"; // as in service_worker.js

/** Let the browser keep the page, so that it opens again without network. */
async function keepPage() {
    if (!("serviceWorker" in navigator)) {
        return; // without TLS there is none; the open page works all the same
    }
    await navigator.serviceWorker.register("/client/talk/service-worker.js");
    await navigator.serviceWorker.ready;
    const assets = [...document.querySelectorAll("link[rel=stylesheet], script[src]")];
    const cache = await caches.open(CACHE);
    await cache.addAll([
        location.pathname,
        ...assets.map((each) => each.href || each.src),
    ]);
}

whenReady(() => {
    const settings = JSON.parse(
        document.getElementById("client_talk_settings").textContent
    );
    const app = new App(TalkApp, { getTemplate, props: { settings } });
    app.mount(document.getElementById("client_talk"));
    keepPage().catch(() => {}); // offline, or the browser does not want to
});
