/** What a phone can read of a pass: whose it is, if the list says so. */
const PREFIX = "VM1.";
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const ID_BYTES = 16;
/** So much of the digest stands in the list. */
const DIGITS = 16;

/** What a scanner or a hand sends along is not the code. */
export function trimmed(text) {
    return text.replace(/^[\s\p{Cc}\ufeff]+|[\s\p{Cc}\ufeff]+$/gu, "");
}

/**
 * The beginning of the digest by which the server finds the pass as well.
 *
 * @param {string} code as it stands in the QR code
 * @param {SubtleCrypto} [subtle]
 * @returns {Promise<string>} empty for a typed code, or where a browser can't
 */
export async function digestOf(code, subtle = globalThis.crypto?.subtle) {
    if (!code.startsWith(PREFIX) || !subtle) {
        return "";
    }
    const bytes = idIn(code.slice(PREFIX.length));
    if (!bytes) {
        return "";
    }
    const digest = new Uint8Array(await subtle.digest("SHA-256", bytes));
    const hex = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.slice(0, DIGITS);
}

/** The first bytes of base32. */
function idIn(text) {
    const bytes = new Uint8Array(ID_BYTES);
    let bits = 0;
    let held = 0;
    let at = 0;
    for (const letter of text) {
        const value = ALPHABET.indexOf(letter);
        if (value < 0) {
            return null;
        }
        held = ((held << 5) | value) & 0xfff;
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            bytes[at] = (held >> bits) & 0xff;
            at += 1;
            if (at === ID_BYTES) {
                return bytes;
            }
        }
    }
    return null;
}
