const QUEUE = "queue"; // what is to be sent, oldest first
const KEPT = "kept"; // what the page shows without network, by name

function finished(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

function committed(transaction) {
    return new Promise((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error);
    });
}

/** Without what a screen put around them. */
function copied(values) {
    return Object.entries(values).map(([name, value]) => [
        name,
        JSON.parse(JSON.stringify(value)),
    ]);
}

/**
 * What a page keeps in this browser: things by name, and a queue of what is to be sent.
 *
 * What was pushed is on disk when `push` resolves; it is gone when the server said that
 * it has it. All tabs of a browser share it.
 */
export class OfflineStore {
    /**
     * @param {string} name of the database: one for each page
     */
    constructor(name) {
        this.name = name;
        this.opening = null;
    }

    // -----------------------------------------------------------------------------
    // Kept
    // -----------------------------------------------------------------------------

    /** @returns {Promise<any>} what was kept under a name, or undefined */
    async read(name) {
        const transaction = await this.begin([KEPT], "readonly");
        return finished(transaction.objectStore(KEPT).get(name));
    }

    /** @param {Object} values by name; all of them are kept, or none */
    async keep(values) {
        const copies = copied(values);
        const transaction = await this.begin([KEPT], "readwrite");
        this.putAll(transaction, copies);
        return committed(transaction);
    }

    putAll(transaction, copies) {
        const kept = transaction.objectStore(KEPT);
        copies.forEach(([name, value]) => kept.put(value, name));
    }

    // -----------------------------------------------------------------------------
    // The queue
    // -----------------------------------------------------------------------------

    /**
     * @param {Object} row with a nonce of its own; pushed again it is there once
     */
    async push(row) {
        const transaction = await this.begin([QUEUE], "readwrite");
        const queue = transaction.objectStore(QUEUE);
        const before = queue.index("nonce").getKey(row.nonce);
        before.onsuccess = () => before.result ?? queue.add(JSON.parse(JSON.stringify(row)));
        return committed(transaction);
    }

    /** @returns {Promise<Object[]>} all that is not sent yet, oldest first */
    async waiting() {
        const transaction = await this.begin([QUEUE], "readonly");
        return finished(transaction.objectStore(QUEUE).getAll());
    }

    /** @returns {Promise<Object[]>} the oldest that were not set aside */
    async first(most) {
        const rows = await this.waiting();
        return rows.filter((row) => !row.aside).slice(0, most);
    }

    /**
     * The server has these: they leave the queue.
     *
     * @param {number[]} numbers their `seq`
     * @param {Object} [values] are kept in the same moment, or neither is
     */
    async remove(numbers, values = {}) {
        const copies = copied(values); // what can't be kept fails before anything goes
        const transaction = await this.begin([QUEUE, KEPT], "readwrite");
        const queue = transaction.objectStore(QUEUE);
        numbers.forEach((seq) => queue.delete(seq));
        this.putAll(transaction, copies);
        return committed(transaction);
    }

    /** The server will never take it: it waits for nobody, and stays to be seen. */
    async setAside(row) {
        const transaction = await this.begin([QUEUE], "readwrite");
        transaction.objectStore(QUEUE).put({ ...row, aside: true });
        return committed(transaction);
    }

    // -----------------------------------------------------------------------------
    // The database
    // -----------------------------------------------------------------------------

    /** Nothing is left; another tab that has it open lets it go. */
    async wipe() {
        await this.close();
        return finished(indexedDB.deleteDatabase(this.name));
    }

    async close() {
        const opening = this.opening;
        this.opening = null;
        (await opening)?.close();
    }

    async begin(stores, mode) {
        const options = { durability: "strict" };
        try {
            return (await this.open()).transaction(stores, mode, options);
        } catch (error) {
            if (error.name !== "InvalidStateError") {
                throw error;
            }
            this.opening = null; // it was closed meanwhile
            return (await this.open()).transaction(stores, mode, options);
        }
    }

    /** One connection, whoever asks at the same moment. */
    open() {
        this.opening ??= this.connect().catch((error) => {
            this.opening = null;
            throw error;
        });
        return this.opening;
    }

    async connect() {
        const opening = indexedDB.open(this.name, 1);
        opening.onupgradeneeded = () => {
            const options = { keyPath: "seq", autoIncrement: true };
            const queue = opening.result.createObjectStore(QUEUE, options);
            queue.createIndex("nonce", "nonce", { unique: true });
            opening.result.createObjectStore(KEPT);
        };
        const database = await finished(opening);
        const letGo = () => {
            database.close();
            this.opening = null;
        };
        // another tab has a newer page, or wipes all: it does not wait for this one
        database.onversionchange = letGo;
        database.onclose = letGo;
        return database;
    }
}
