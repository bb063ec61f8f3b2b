/**
 * Let the browser keep the page, so that it opens without network.
 *
 * @param {string} worker address of the service worker
 * @param {string} scope the page
 * @returns {Promise<boolean>} whether it does; a page without TLS is not kept
 */
export async function keepPage(worker, scope) {
    if (!("serviceWorker" in navigator)) {
        return false;
    }
    try {
        await navigator.serviceWorker.register(worker, { scope });
        await navigator.serviceWorker.ready;
        return true;
    } catch {
        return Boolean(navigator.serviceWorker.controller); // without network: as before
    }
}

/** Ask the browser not to throw away what is kept when it needs room. */
export async function askToPersist() {
    try {
        return (await navigator.storage.persisted()) || (await navigator.storage.persist());
    } catch {
        return false;
    }
}

/** Whether other pages of this house keep something in this browser, too. */
export async function othersKeep(name) {
    try {
        return (await indexedDB.databases()).some((each) => each.name !== name);
    } catch {
        return true; // it does not say: nothing of others is thrown away
    }
}

/** Neither the page nor the worker is kept any more. */
export async function forgetPage(cache, worker) {
    await self.caches?.delete(cache);
    const all = (await navigator.serviceWorker?.getRegistrations()) || [];
    const ours = all.filter(({ active, installing, waiting }) =>
        [active, installing, waiting].some((each) => each?.scriptURL.endsWith(worker))
    );
    await Promise.all(ours.map((each) => each.unregister()));
}
