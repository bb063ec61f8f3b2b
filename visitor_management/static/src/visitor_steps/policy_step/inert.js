const GONE = "script, style, link, iframe, object, embed, form, img, svg, video, audio";

/**
 * A text alone: nothing in it leads out of the page or is loaded.
 *
 * @param {string} html
 * @returns {string}
 */
export function inert(html) {
    const body = new DOMParser().parseFromString(html, "text/html").body;
    body.querySelectorAll(GONE).forEach((each) => each.remove());
    for (const each of body.querySelectorAll("*")) {
        for (const name of each.getAttributeNames()) {
            each.removeAttribute(name);
        }
    }
    for (const link of body.querySelectorAll("a")) {
        link.replaceWith(...link.childNodes);
    }
    return body.innerHTML;
}
