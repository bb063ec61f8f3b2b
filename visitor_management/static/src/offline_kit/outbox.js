import { NotDone } from "./api_server";

/** So many rows go in one call. */
export const AT_ONCE = 100;

/**
 * Sends what waits in the store, each row until the server said that it has it.
 *
 * A row may be sent twice (the answer was lost) and the server stores it once, by its
 * nonce. Of several tabs one sends.
 */
export class Outbox {
    /**
     * @param {import("./offline_store").OfflineStore} store
     * @param {(rows: Object[]) => Promise<string[]>} send resolves to the nonces that
     *      the server has; throws `NotDone`
     * @param {Object} [options]
     * @param {LockManager} [options.locks] of the browser; without it (a page without
     *      TLS) each tab sends alone
     * @param {(rows: Object[]) => Object} [options.taken] what is kept in the moment
     *      in which these rows leave the queue
     */
    constructor(store, send, { locks = navigator.locks, taken = () => ({}) } = {}) {
        Object.assign(this, { store, send, locks, taken });
        this.name = `${store.name}.outbox`;
        this.busy = false;
    }

    /**
     * @returns {Promise<"empty"|"stuck"|"elsewhere">} nothing waits any more; the
     *      server did not take all of it; another tab is sending
     * @throws {NotDone} the rest waits
     */
    async flush() {
        if (this.busy) {
            return "elsewhere";
        }
        this.busy = true;
        try {
            if (!this.locks) {
                return await this.sendAll();
            }
            const alone = { ifAvailable: true };
            return await this.locks.request(this.name, alone, (lock) =>
                lock ? this.sendAll() : "elsewhere"
            );
        } finally {
            this.busy = false;
        }
    }

    async sendAll() {
        let most = AT_ONCE;
        for (;;) {
            const rows = await this.store.first(most);
            if (!rows.length) {
                return "empty";
            }
            let has;
            try {
                has = new Set(await this.send(rows));
            } catch (error) {
                if (!(error instanceof NotDone) || error.word !== "refused") {
                    throw error;
                }
                // one of them is wrong: alone it is found, and the others go on
                if (rows.length === 1) {
                    await this.store.setAside(rows[0]);
                }
                most = rows.length === 1 ? AT_ONCE : 1;
                continue;
            }
            const gone = rows.filter((row) => has.has(row.nonce));
            const numbers = gone.map((row) => row.seq);
            await this.store.remove(numbers, this.taken(gone));
            if (gone.length < rows.length) {
                return "stuck";
            }
        }
    }
}
