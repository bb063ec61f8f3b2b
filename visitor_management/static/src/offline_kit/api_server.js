/** A phone that hears nothing for so long has no network. */
const PATIENCE = 15_000;
const STATUS = { gone: 404, unchanged: 304, refused: [400, 413, 422] };

/**
 * What the server did not do.
 *
 * `word`: `unreachable` (no network, or what answered is not this server), `gone` (the
 * secret opens nothing any more), `refused` (it will never take that), `busy` (later).
 */
export class NotDone extends Error {
    constructor(word) {
        super(word);
        this.word = word;
    }
}

/** The calls of a phone: no cookie, no session, nothing that the browser keeps. */
export class ApiServer {
    /**
     * @param {string} folder below which its routes are
     * @param {import("./steady_clock").SteadyClock} clock hears the time of the server
     * @param {Object} [options]
     * @param {typeof fetch} [options.fetch]
     * @param {number} [options.patience] milliseconds
     */
    constructor(folder, clock, { fetch = (...all) => window.fetch(...all), patience } = {}) {
        Object.assign(this, { folder, clock, fetch, patience: patience || PATIENCE });
        this.headers = {};
    }

    /**
     * @param {string} method
     * @param {string} path below the folder
     * @param {Object} [options]
     * @param {Object} [options.body] sent as JSON
     * @param {Object} [options.headers] of this call
     * @returns {Promise<Object|null>} what was answered; null: nothing has changed
     * @throws {NotDone}
     */
    async call(method, path, { body, headers = {} } = {}) {
        const stop = new AbortController();
        const late = setTimeout(() => stop.abort(), this.patience);
        const before = this.clock.raw();
        let answer, said;
        try {
            answer = await this.fetch(this.folder + path, {
                method,
                body: body && JSON.stringify(body),
                headers: { ...this.headers, ...headers },
                signal: stop.signal,
                cache: "no-store",
                credentials: "omit",
                redirect: "error",
                referrerPolicy: "no-referrer",
            });
            const after = this.clock.raw();
            this.clock.heard(Number(answer.headers.get("Visitor-Time") || NaN), before, after);
            if (answer.status === STATUS.unchanged) {
                return null;
            }
            said = await answer.json(); // half of an answer is none
        } catch {
            throw new NotDone("unreachable");
        } finally {
            clearTimeout(late);
        }
        if (answer.ok) {
            return said;
        }
        if (answer.status === STATUS.gone) {
            // Odoo without its database says 404, too, in other words
            throw new NotDone(said?.error === "not_found" ? "gone" : "unreachable");
        }
        throw new NotDone(STATUS.refused.includes(answer.status) ? "refused" : "busy");
    }
}

/** A random text that nobody guesses: 32 bytes. */
export function makeKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    const text = btoa(String.fromCharCode(...bytes));
    return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** A nonce: version 4 of the UUID, without TLS as well. */
export function makeNonce() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
