import { getTemplate } from "@web/core/templates";

import { App, whenReady } from "@odoo/owl";

import { takeSecret } from "./kept_secret";
import { StepsApp } from "./steps_app/steps_app";

const secret = takeSecret();

// Another visitor's page that the browser kept for "back".
window.addEventListener("pageshow", (ev) => ev.persisted && location.reload());
// The next visitor's, where this page is open already.
window.addEventListener("hashchange", () => location.hash && location.reload());

whenReady(() => {
    const settings = JSON.parse(
        document.getElementById("visitor_steps_settings").textContent
    );
    const app = new App(StepsApp, { getTemplate, props: { settings, secret } });
    app.mount(document.getElementById("visitor_steps"));
});
