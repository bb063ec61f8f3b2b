import { getTemplate } from "@web/core/templates";

import { App, whenReady } from "@odoo/owl";

import { TalkApp } from "./talk_app/talk_app";

/** Let the browser keep the page, so that it opens again without network. */
async function keepPage(visit) {
    if (!("serviceWorker" in navigator)) {
        return; // without TLS there is none; the open page works all the same
    }
    await navigator.serviceWorker.register("/client/talk/service-worker.js");
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage({ keep: `/client/talk/${visit}` });
}

/** Dark or light as the user chose in Odoo; without a choice as the phone is. */
function takeScheme() {
    const [, scheme] = /(?:^|; )color_scheme=(dark|light)/.exec(document.cookie) || [];
    if (scheme) {
        document.documentElement.dataset.scheme = scheme;
    }
}

takeScheme();

whenReady(() => {
    const settings = JSON.parse(
        document.getElementById("client_talk_settings").textContent
    );
    const app = new App(TalkApp, { getTemplate, props: { settings } });
    app.mount(document.getElementById("client_talk"));
    keepPage(settings.visit).catch(() => {}); // offline, or the browser does not want to
});
