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

    /**
     * @returns {{answers: Object, order: Object, base: Object, meanwhile: Object}} what was
     *     typed, the order, what stood there when it was typed, and what a colleague has
     *     written there since, both by the name of the answer
     */
    of(id) {
        return { answers: {}, order: {}, base: {}, meanwhile: {}, ...this.all[id] };
    }

    /** Those that hold something the server should have, and nobody has to decide. */
    get unsaved() {
        return Object.keys(this.all)
            .filter((id) => Object.keys(this.toSave(id)).length)
            .map(Number);
    }

    /** Those that hold answers the server does not have. */
    get open() {
        return Object.keys(this.all).filter((id) => Object.keys(this.of(id).answers).length);
    }

    /** What was typed, without what is to be decided first. */
    toSave(id) {
        const { answers, meanwhile } = this.of(id);
        return Object.fromEntries(
            Object.entries(answers).filter(([name]) => !(name in meanwhile))
        );
    }

    /** @param {Object} stored the answers as the user saw them */
    answer(id, values, stored) {
        const draft = this.of(id);
        const seen = Object.fromEntries(Object.keys(values).map((name) => [name, stored[name]]));
        this.put(id, {
            ...draft,
            answers: { ...draft.answers, ...values },
            base: { ...seen, ...draft.base },
        });
    }

    order(id, values) {
        const draft = this.of(id);
        this.put(id, { ...draft, order: { ...draft.order, ...values } });
    }

    /**
     * The server has these answers: what was typed since stays, and what a colleague has
     * written instead is kept beside it.
     */
    saved(id, sent, stored, since) {
        const draft = this.of(id);
        const meanwhile = { ...draft.meanwhile };
        for (const each of since) {
            meanwhile[each.name] = each;
        }
        const answers = {};
        const base = {};
        for (const [name, value] of Object.entries(draft.answers)) {
            const kept = name in meanwhile || !(name in sent) || sent[name] !== value;
            if (kept) {
                const known = name in meanwhile || !(name in sent);
                answers[name] = value;
                base[name] = known ? draft.base[name] : stored[name];
            }
        }
        this.put(id, { ...draft, answers, base, meanwhile });
    }

    /**
     * What becomes of an answer that a colleague has written, too.
     *
     * @param {any} value that is to stand there; undefined: the colleague's
     */
    decide(id, name, value) {
        const draft = this.of(id);
        const { [name]: theirs, ...meanwhile } = draft.meanwhile;
        const answers = { ...draft.answers, [name]: value };
        const base = { ...draft.base, [name]: theirs.theirs };
        if (value === undefined) {
            delete answers[name];
            delete base[name];
        }
        this.put(id, { ...draft, answers, base, meanwhile });
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
