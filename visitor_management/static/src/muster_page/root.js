import { getTemplate } from "@web/core/templates";

import { App, whenReady } from "@odoo/owl";

import { MusterApp } from "./muster_app/muster_app";

whenReady(() => {
    const settings = JSON.parse(document.getElementById("visitor_muster_settings").textContent);
    const app = new App(MusterApp, { getTemplate, props: { settings } });
    app.mount(document.getElementById("visitor_muster"));
});
