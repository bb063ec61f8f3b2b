import { NotDone } from "@visitor_management/offline_kit/api_server";

/** What the page asks the server, and how a row of the queue is sent. */
export class MusterServer {
    /**
     * @param {import("@visitor_management/offline_kit/api_server").ApiServer} api
     */
    constructor(api) {
        this.api = api;
    }

    /**
     * @param {string} secret of the link
     * @param {string} phone the key that this phone made for itself
     */
    identify(secret, phone) {
        this.api.headers = { Authorization: `Bearer ${secret}`, "Visitor-Phone": phone };
    }

    /** This phone is the warden's from now on, if no other one is. */
    take() {
        return this.api.call("POST", "/ticks", { body: { ticks: [] } });
    }

    /** @returns {Promise<Object|null>} the list of the site; null: it is that version */
    list(version) {
        const headers = version ? { "If-None-Match": `"${version}"` } : {};
        return this.api.call("GET", "", { headers });
    }

    /** Nothing of this house stays in this browser: the answer has it cleared. */
    forget() {
        const headers = { "Visitor-Forget": "all" };
        return this.api.call("GET", "", { headers }).catch(() => {});
    }

    /**
     * @param {Object[]} rows of the queue, oldest first
     * @returns {Promise<string[]>} the nonces that the server has
     * @throws {NotDone} it has none of them
     */
    async send(rows) {
        const has = [];
        for (const part of this.parts(rows)) {
            try {
                has.push(...(await this.sendPart(part)));
            } catch (error) {
                if (!(error instanceof NotDone) || !has.length) {
                    throw error;
                }
                break; // what it has is not sent again
            }
        }
        return has;
    }

    /** Ticks go together; somebody who was not on the list goes alone. */
    parts(rows) {
        const parts = [];
        for (const row of rows) {
            const last = parts.at(-1);
            if (last && !row.name && !last[0].name) {
                last.push(row);
            } else {
                parts.push([row]);
            }
        }
        return parts;
    }

    async sendPart(rows) {
        if (rows[0].name) {
            const { nonce, name, area_id, status, point } = rows[0];
            const row = { nonce, name, status, point, at: this.time(rows[0]) };
            const body = { ...row, area: area_id };
            const { acknowledged } = await this.api.call("POST", "/add", { body });
            return acknowledged;
        }
        const ticks = rows.map((row) => {
            const { nonce, status, point } = row;
            const whom = row.code ? { code: row.code } : { key: row.key };
            return { nonce, status, point, at: this.time(row), ...whom };
        });
        const { acknowledged } = await this.api.call("POST", "/ticks", { body: { ticks } });
        return acknowledged;
    }

    /** When it was done: where the phone did not know how wrong it is, it may now. */
    time({ at, isRaw }) {
        return new Date(Math.round(isRaw ? at + this.api.clock.error : at)).toISOString();
    }
}
