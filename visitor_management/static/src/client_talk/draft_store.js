const DATABASE = "visitor_management.client_talk";
const STORE = "drafts";

function finished(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

/** The drafts of visits in the browser's own database, one for each user and visit. */
export class DraftStore {
    constructor(user, visit) {
        this.key = `${user}:${visit}`;
    }

    async read() {
        return finished((await this._store("readonly")).get(this.key));
    }

    /** Resolves when the browser has it on disk. */
    async write(draft) {
        const store = await this._store("readwrite");
        const done = new Promise((resolve, reject) => {
            store.transaction.oncomplete = resolve;
            store.transaction.onabort = () => reject(store.transaction.error);
        });
        store.put(JSON.parse(JSON.stringify(draft)), this.key);
        return done;
    }

    async remove() {
        return finished((await this._store("readwrite")).delete(this.key));
    }

    async _store(mode) {
        if (!this.database) {
            const opening = indexedDB.open(DATABASE, 1);
            opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
            this.database = await finished(opening);
        }
        const options = { durability: "strict" };
        return this.database.transaction(STORE, mode, options).objectStore(STORE);
    }
}
