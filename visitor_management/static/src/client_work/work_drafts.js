import { browser } from "@web/core/browser/browser";

const KEY = "visitor_management.client_work.drafts";

/**
 * What was typed and the server does not have yet, by callback.
 *
 * It is kept with the tab of the browser, for a page that is closed or a network that is
 * down, and gone once it is saved.
 */
export class WorkDrafts {
    constructor() {
        try {
            this.all = JSON.parse(browser.sessionStorage.getItem(KEY)) || {};
        } catch {
            this.all = {};
        }
    }

    /** @returns {{answers: Object, order: Object}} */
    of(id) {
        return this.all[id] || { answers: {}, order: {} };
    }

    /** Those that hold something the server should have. */
    get unsaved() {
        return Object.keys(this.all)
            .filter((id) => Object.keys(this.all[id].answers).length)
            .map(Number);
    }

    answer(id, values) {
        const draft = this.of(id);
        this.put(id, { ...draft, answers: { ...draft.answers, ...values } });
    }

    order(id, values) {
        const draft = this.of(id);
        this.put(id, { ...draft, order: { ...draft.order, ...values } });
    }

    /** The server has these answers: what was typed since stays. */
    saved(id, sent) {
        const draft = this.of(id);
        const answers = Object.fromEntries(
            Object.entries(draft.answers).filter(([name, value]) => sent[name] !== value)
        );
        this.put(id, { ...draft, answers });
    }

    orderGiven(id) {
        this.put(id, { ...this.of(id), order: {} });
    }

    drop(id) {
        delete this.all[id];
        this.store();
    }

    put(id, draft) {
        if (Object.keys(draft.answers).length || Object.keys(draft.order).length) {
            this.all[id] = draft;
            this.store();
        } else {
            this.drop(id);
        }
    }

    store() {
        browser.sessionStorage.setItem(KEY, JSON.stringify(this.all));
    }
}
