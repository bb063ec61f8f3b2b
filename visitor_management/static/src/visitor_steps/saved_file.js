/** WeChat's browser saves no files; what is pressed for a moment it saves as a picture. */
export function offersFiles(agent = navigator.userAgent) {
    return !/MicroMessenger/i.test(agent);
}

/**
 * Hand a file to the visitor, as any other that is downloaded.
 *
 * @param {Blob} blob
 * @param {string} name
 */
export function saveFile(blob, name) {
    const url = URL.createObjectURL(blob);
    const link = Object.assign(document.createElement("a"), { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 60_000); // a slow phone reads it later
}
