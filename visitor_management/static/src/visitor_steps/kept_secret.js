/**
 * What of a visitor stays in this browser while the page is open: the secret alone.
 *
 * In the memory of this tab, so that it can be loaded anew: whoever takes a shared phone
 * after that tab is closed finds nothing. Each page keeps its own.
 */
const KEY = `visitor_steps ${location.pathname}`;

/**
 * The secret behind the # of the address, which is taken out of it at once; after the
 * page was loaded anew, the one that was there before.
 *
 * @returns {string}
 */
export function takeSecret() {
    const secret = location.hash.slice(1);
    if (!secret) {
        return sessionStorage.getItem(KEY) || "";
    }
    history.replaceState(null, "", location.pathname + location.search);
    sessionStorage.setItem(KEY, secret);
    return secret;
}

/** Nothing is left of the visitor: no secret, no page, no way back to it. */
export function forgetAll(lang) {
    sessionStorage.clear();
    location.replace(`${location.pathname}?lang=${encodeURIComponent(lang)}`);
}

/** Nothing opens any more what was opened here. */
export function forgetSecret() {
    sessionStorage.removeItem(KEY);
}
