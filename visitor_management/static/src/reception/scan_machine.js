/**
 * What keys mean that come from a hand or from a hand scanner: text for a field, a
 * command, or a code that was scanned. Nothing is done here and no clock is read: each
 * key brings its time along, and whoever feeds the machine tells it of a silence.
 *
 * A scanner types like a keyboard, faster than a hand. How fast is Odoo's setting
 * ``barcode.max_time_between_keys_in_ms``. The code of a pass is known by how it begins,
 * at any speed and in any field; any other code (card, short code) is known by its
 * speed, where no field has the focus.
 */

/** How long the next key of a code may take once its beginning was seen, in ms. */
export const PATIENCE = 1000;
/** As in Odoo: fewer characters are no code. */
const SHORTEST = 3;
const TOKEN = "VM1.";
/** What a scanner may say of the kind of code before it: ``]Q1``, ``]C0``. */
const SYMBOLOGY = /^\][a-z]\w/i;
const TOKEN_AT_END = /(?:\][a-z]\w)?VM1\.$/i;
const LONGEST_IN_FIELD = 64; // the number of a card is shorter
const LONGEST_BEGINNING = "]Q1".length + TOKEN.length;

const MODIFIERS = ["Shift", "CapsLock", "Control", "Alt", "AltGraph", "Meta", "NumLock"];
const ENDS = ["Enter", "Tab"];
/** What a key is called while an input method or an accent has it. */
const SWALLOWED = ["Process", "Dead"];
/** The keys of the keyboard that scanners take theirs for: alone, and with Shift. */
const PUNCTUATION = {
    Minus: "-_",
    Equal: "=+",
    BracketLeft: "[{",
    BracketRight: "]}",
    Backslash: "\\|",
    Semicolon: ";:",
    Quote: "'\"",
    Comma: ",<",
    Period: ".>",
    Slash: "/?",
    Backquote: "`~",
    NumpadDecimal: "..",
    NumpadSubtract: "--",
    NumpadAdd: "++",
    NumpadMultiply: "**",
    NumpadDivide: "//",
};
const SHIFTED_DIGITS = ")!@#$%^&*(";

/**
 * The code of a pass in a text, as it is printed; empty if there is none.
 *
 * @param {string} text typed, pasted or scanned, in any case, with or without symbology
 */
export function passCode(text) {
    const plain = text.trim().replace(SYMBOLOGY, "").toUpperCase();
    return plain.startsWith(TOKEN) ? plain : "";
}

/**
 * Another reading of what is in a field, if a scanner typed all of it: where the keyboard
 * is another than the scanner believes, a card looks like "à'&é".
 *
 * @param {string} text the field has
 * @param {{typed: string, readings: string[]}} inField
 * @returns {string|undefined} a reading with a digit, as codes and cards have one: letters
 *  alone come from quick fingers
 */
export function otherReading(text, { typed, readings }) {
    if (typed.trim() === text.trim()) {
        return readings.find((each) => each !== text.trim() && /\d/.test(each));
    }
}

/** Whether the code of a pass may go on from here. */
function mayBegin(text) {
    if (text.startsWith("]") && text.length <= 3) {
        return /^\](?:[a-z]\w?)?$/i.test(text);
    }
    return TOKEN.startsWith(text.replace(SYMBOLOGY, "").toUpperCase());
}

/** The character that the layout of this computer makes of a key. */
function typedCharacter({ key, composing }) {
    if (composing || key.length !== 1) {
        return "";
    }
    return key === "。" ? "." : key; // as an input method for Chinese has it
}

/**
 * The character that a scanner set up for an American keyboard means by a key, whatever
 * layout, input method or Caps Lock make of it here.
 */
function scannedCharacter({ key, code, shift, capsLock, composing }) {
    if (key.length !== 1 && !composing && !SWALLOWED.includes(key)) {
        return "";
    }
    const match = /^(Key|Digit|Numpad)([A-Z0-9])$/.exec(code || "");
    if (match) {
        const [, kind, character] = match;
        if (kind === "Key") {
            return shift ? character : character.toLowerCase();
        }
        return kind === "Digit" && shift ? SHIFTED_DIGITS[character] : character;
    }
    if (PUNCTUATION[code]) {
        return PUNCTUATION[code][shift ? 1 : 0];
    }
    const character = typedCharacter({ key, composing });
    return capsLock ? swapCase(character) : character;
}

function swapCase(character) {
    const upper = character.toUpperCase();
    return character === upper ? character.toLowerCase() : upper;
}

/**
 * A key as the machine wants it.
 *
 * @typedef {Object} Key
 * @property {string} key as ``KeyboardEvent.key``
 * @property {string} [code] the physical key, as ``KeyboardEvent.code``
 * @property {boolean} [shift]
 * @property {boolean} [capsLock]
 * @property {boolean} [composing] an input method has it
 * @property {boolean} [chord] pressed together with Ctrl, Alt or Meta
 * @property {boolean} [repeat] held down
 * @property {boolean} [editable] it goes into a field
 * @property {any} [before] what the field held before; given back by ``restore``
 * @property {number} at moment in ms
 */

/**
 * What becomes of a key.
 *
 * @typedef {Object} Verdict
 * @property {boolean} [take] nobody else may have the key
 * @property {any} [restore] what the field has to hold again
 * @property {string[]} [readings] a code was scanned: as the layout has it, and as an
 *  American keyboard would, where these differ
 * @property {{typed: string, readings: string[]}} [inField] what came as fast into a field
 *  that has it now, and how it may be meant
 * @property {string} [command] a letter that was pressed alone
 * @property {number} [wait] call ``silence`` if no key comes within these ms
 */

export class ScanMachine {
    /**
     * @param {Object} options
     * @param {number} options.speed keys of a scanner come within these ms
     * @param {(letter: string) => boolean} [options.isCommand]
     */
    constructor({ speed, isCommand = () => false }) {
        this.speed = speed;
        this.isCommand = isCommand;
        this.last = -Infinity; // moment of the last key
        this.textAt = -Infinity; // of the last one that was text
        this.scannedAt = -Infinity; // of the last one of a code without its Enter
        this.reset();
    }

    reset() {
        this.characters = [];
        this.burst = 0; // so many of them, the last ones, came faster than a hand
        this.collecting = false; // the code of a pass
        this.command = "";
        this.editable = false;
    }

    /**
     * @param {Key} key
     * @returns {Verdict}
     */
    press(key) {
        if (MODIFIERS.includes(key.key)) {
            return {};
        }
        const gap = key.at - this.last;
        this.last = key.at;
        if (this.collecting) {
            return this.collect(key);
        }
        if (ENDS.includes(key.key)) {
            return this.end(key, gap);
        }
        const typed = typedCharacter(key);
        const scanned = scannedCharacter(key);
        if (key.chord || key.repeat || !(typed || scanned)) {
            this.reset();
            return {};
        }
        if (gap > PATIENCE || key.editable !== this.editable) {
            this.reset();
        }
        this.command = "";
        this.editable = key.editable;
        this.burst = gap > this.speed ? 1 : this.burst + 1;
        this.characters.push({ typed, scanned, before: key.before });
        if (this.beginsToken()) {
            this.collecting = true;
            return { take: true, restore: this.characters[0].before, wait: PATIENCE };
        }
        return key.editable ? this.text() : this.letter(key, gap);
    }

    /**
     * No key came within the time that the last verdict asked for.
     *
     * @returns {Verdict}
     */
    silence() {
        if (this.collecting) {
            return { readings: this.finish() };
        }
        if (this.command) {
            const { command } = this;
            this.command = "";
            return { command };
        }
        if (this.isCode()) {
            this.scannedAt = this.last;
            return { readings: this.finish() };
        }
        return {};
    }

    // -----------------------------------------------------------------------------
    // Keys
    // -----------------------------------------------------------------------------

    /** However slow the keys are now: all of it is the code of the pass. */
    collect(key) {
        if (ENDS.includes(key.key)) {
            return { take: true, readings: this.finish() };
        }
        const typed = typedCharacter(key);
        const scanned = scannedCharacter(key);
        if ((typed || scanned) && !key.repeat) {
            this.characters.push({ typed, scanned });
        }
        return { take: true, wait: PATIENCE };
    }

    /** Enter or Tab: of a scanner it belongs to the code, and presses no button. */
    end(key, gap) {
        const follows = this.burst && gap <= this.speed && key.editable === this.editable;
        const late = key.at - this.scannedAt <= PATIENCE;
        this.scannedAt = -Infinity;
        if (follows && key.editable) {
            const [typed] = this.readings(this.characters.slice(-this.burst));
            return this.burst >= SHORTEST ? { inField: { typed, readings: this.finish() } } : {};
        }
        if (follows) {
            if (this.burst >= SHORTEST) {
                return { take: true, readings: this.finish() };
            }
            this.reset();
            return { take: true };
        }
        this.reset();
        return late && !key.editable ? { take: true } : {};
    }

    /** In a field: what may be the beginning of a pass, and what came so fast. */
    text() {
        const kept = Math.min(Math.max(this.burst, LONGEST_BEGINNING), LONGEST_IN_FIELD);
        this.characters = this.characters.slice(-kept);
        return {};
    }

    /**
     * Where no field has the focus, a letter is a command if it stands alone: no key
     * came just before, none comes just after, and nothing else was being typed.
     */
    letter(key, gap) {
        const { typed, scanned } = this.characters.at(-1);
        const letter = (/^[a-z]$/i.test(typed) ? typed : scanned).toLowerCase();
        if (/[\p{L}\p{N}]/u.test(letter) && !this.isCommand(letter)) {
            this.textAt = key.at;
        } else if (
            this.isCommand(letter) &&
            gap > this.speed &&
            key.at - this.textAt > PATIENCE
        ) {
            this.command = letter;
        }
        return { take: this.burst > 1, wait: this.speed };
    }

    // -----------------------------------------------------------------------------
    // Codes
    // -----------------------------------------------------------------------------

    beginsToken() {
        const tail = this.characters.slice(-LONGEST_BEGINNING);
        for (const reading of ["typed", "scanned"]) {
            const match = TOKEN_AT_END.exec(tail.map((each) => each[reading]).join(""));
            if (match) {
                this.characters = this.characters.slice(-match[0].length);
                return true;
            }
        }
        return false;
    }

    /** Whether what came so fast is a code, and not the beginning of a longer one. */
    isCode() {
        const readings = this.readings(this.characters.slice(-this.burst));
        return (
            !this.editable && this.burst >= SHORTEST && !readings.some((text) => mayBegin(text))
        );
    }

    finish() {
        const { characters, burst, collecting } = this;
        this.reset();
        const readings = this.readings(collecting ? characters : characters.slice(-burst));
        const codes = readings.map(passCode).filter(Boolean);
        const plain = codes.length
            ? codes
            : readings.map((text) => text.replace(SYMBOLOGY, "") || text);
        return [...new Set(plain)];
    }

    readings(characters) {
        const read = (reading) => characters.map((each) => each[reading]).join("");
        return [read("typed"), read("scanned")];
    }
}
