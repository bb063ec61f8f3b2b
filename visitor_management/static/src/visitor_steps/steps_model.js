import { NotDone } from "./steps_server";

const STEP_OF = (step) => `${step.code}_${step.id || 0}`;

/**
 * What a visitor has to do, and where in it they are.
 *
 * Each step is stored on the server when it is done: whoever opens the page again goes on
 * where it was left.
 */
export class StepsModel {
    /**
     * @param {import("./steps_server").StepsServer} server
     * @param {{lang: string, langs: Object[], terms: Object, signed_in: boolean,
     *     own_link: boolean}} settings
     * @param {() => void} forget clears the page, when its time is over
     */
    constructor(server, settings, forget) {
        this.server = server;
        this.settings = settings;
        this.forget = forget;
        this.ownLink = Boolean(settings.own_link); // at home, not a tablet of the desk
        this.touched = false;
        this.isOpened = false; // the server knows that somebody was here
        this.lang = settings.lang;
        this.chosen = false; // the visitor chose the language
        this.document = null;
        // loading, signed_in, free, gone, unreachable, start, step, end; of the own
        // link: home, companions, other_time, decline, declined
        this.screen = "loading";
        this.current = "";
        this.sentence = ""; // what the server or the page says about the step
        this.busy = false;
        this.server.lang = this.lang;
    }

    get words() {
        return this.settings.terms[this.lang];
    }

    // -----------------------------------------------------------------------------
    // Opening
    // -----------------------------------------------------------------------------

    async open() {
        if (!this.server.secret) {
            this.screen = "free";
        } else if (this.settings.signed_in) {
            this.screen = "signed_in";
        } else {
            this.screen = "loading";
            await this.attempt(async () => {
                this.keep(await this.server.read());
                const { lang } = this.document.visitor;
                if (!this.chosen && lang !== this.lang && this.settings.terms[lang]) {
                    this.speak(lang);
                    this.keep(await this.server.read());
                }
                this.screen = this.ownLink ? "home" : this.isDone ? "end" : "start";
            });
            if (this.touched) {
                await this.sayOpened();
            }
        }
    }

    /**
     * A person has the page before them: they touched it or pressed a key.
     *
     * What loads the page alone, to scan links or to draw a preview, runs its script and
     * waits as well; only a hand tells one from the other.
     */
    async touch() {
        this.touched = true;
        if (this.ownLink && this.document && !this.isOpened) {
            await this.sayOpened();
        }
    }

    async sayOpened() {
        this.isOpened = true;
        try {
            await this.server.post("/opened", {});
        } catch (error) {
            this.isOpened = this.isOver(error); // the next touch says it again
        }
    }

    speak(lang) {
        this.lang = lang;
        this.server.lang = lang;
    }

    /** The visitor reads on in another language, here and at the desk. */
    async chooseLang(lang) {
        this.chosen = true;
        if (!this.document) {
            this.speak(lang);
            return;
        }
        this.server.lang = lang;
        const answer = await this.attempt(() => this.server.post("", { lang }));
        if (answer) {
            this.keep(answer);
            if (this.screen === "step" && this.isRead(this.step)) {
                this.next(); // what it showed is not sent again
            }
            this.lang = lang; // the words and what is read change together
        } else {
            this.server.lang = this.lang;
        }
    }

    /** Rules that are accepted, a training that is passed. */
    isRead({ done, id }) {
        return Boolean(done && id);
    }

    /** Read what has changed at the desk; it shows whether this is still valid. */
    async refresh() {
        if (this.document && !this.busy) {
            try {
                this.keep(await this.server.read());
            } catch (error) {
                this.isOver(error); // else the next thing that is done says it
            }
        }
    }

    // -----------------------------------------------------------------------------
    // The steps
    // -----------------------------------------------------------------------------

    get steps() {
        return this.document.steps.map((step) => ({ ...step, key: STEP_OF(step) }));
    }

    get step() {
        return this.steps.find((step) => step.key === this.current);
    }

    get done() {
        return this.steps.filter((step) => step.done).length;
    }

    get isDone() {
        return this.done === this.steps.length;
    }

    keep(document) {
        this.document = document;
        if (this.screen === "step" && !this.step) {
            this.next(); // it is not asked for any more
        }
    }

    /** The page was touched: its time begins. */
    async start() {
        if (await this.send("/opened", {})) {
            this.next();
        }
    }

    go(key) {
        this.sentence = "";
        this.current = key;
        this.screen = "step";
    }

    /** The first step that is open, behind this one if there is one. */
    next() {
        const { steps } = this;
        const at = steps.findIndex((step) => step.key === this.current);
        const turned = [...steps.slice(at + 1), ...steps.slice(0, at + 1)];
        const open = turned.find((step) => !step.done);
        if (open) {
            this.go(open.key);
        } else {
            this.sentence = "";
            this.current = "";
            this.screen = this.ownLink ? "home" : "end";
        }
    }

    /** A page of the own link: `home`, `companions`, `other_time`, `decline`. */
    show(screen) {
        this.sentence = "";
        this.current = "";
        this.screen = screen;
    }

    /**
     * Say something of the visit, and go home again.
     *
     * @param {string} path
     * @param {Object} body
     */
    async say(path, body) {
        const answer = await this.send(path, body);
        if (answer) {
            this.show("home");
        }
    }

    async decline(reason) {
        if (await this.send("/decline", { reason })) {
            this.close("declined");
        }
    }

    /**
     * Do a step, and go on to the next one.
     *
     * @param {string} path
     * @param {Object|Blob} body
     */
    async finish(path, body) {
        await this.attempt(async () => {
            this.keep(await this.server.post(path, body));
            this.next(); // at once: what was read is not there any more
        });
    }

    /**
     * @param {string} path
     * @param {Object|Blob} body
     * @returns {Promise<Object|null>} what the server answered, if it did it
     */
    async send(path, body) {
        return this.attempt(async () => {
            const answer = await this.server.post(path, body);
            this.keep(answer);
            return answer;
        });
    }

    /** A file of a training, or nothing. */
    async file(path) {
        try {
            return await this.server.file(path);
        } catch (error) {
            this.isOver(error);
            return null;
        }
    }

    // -----------------------------------------------------------------------------
    // The end
    // -----------------------------------------------------------------------------

    async giveBack() {
        try {
            await this.server.post("/end", {});
        } catch {
            // its time ends it; here nothing is left all the same
        }
        this.close("loading");
        this.forget();
    }

    /** Nothing of the visitor is held any more. */
    close(screen) {
        this.document = null;
        this.current = "";
        this.sentence = "";
        this.server.secret = "";
        this.screen = screen;
    }

    // -----------------------------------------------------------------------------

    async attempt(act) {
        if (this.busy) {
            return null;
        }
        this.busy = true;
        this.sentence = "";
        try {
            return await act();
        } catch (error) {
            if (!(error instanceof NotDone)) {
                throw error;
            }
            if (!this.isOver(error)) {
                this.sentence = error.sentence || this.words[error.word];
                if (!this.document) {
                    this.screen = "unreachable";
                }
            }
            return null;
        } finally {
            this.busy = false;
        }
    }

    isOver(error) {
        if (error instanceof NotDone && error.word === "gone") {
            this.close("gone");
            return true;
        }
        return false;
    }
}
