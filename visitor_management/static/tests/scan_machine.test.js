import { describe, expect, test } from "@odoo/hoot";
import { otherReading, passCode, ScanMachine } from "@visitor_management/reception/scan_machine";

const SPEED = 150; // as Odoo sets it at first
const HAND = 300; // the pace of a hand
const SCANNER = 10;
const TOKEN = "VM1.AEBQ7ZYX2WMA";
const COMMANDS = ["i", "o", "t", "p", "n"];

const CODES = { ".": "Period", "-": "Minus", "]": "BracketRight" };
/** What a French computer makes of the keys of an American keyboard. */
const FRENCH = {
    KeyA: "qQ",
    KeyQ: "aA",
    KeyW: "zZ",
    KeyZ: "wW",
    KeyM: ",?",
    Period: ";.",
    Minus: ")°",
    BracketRight: "$£",
    Digit0: "à0",
    Digit1: "&1",
    Digit2: "é2",
    Digit4: "'4",
    Digit7: "è7",
};

/** The keys of an American keyboard for a text, as a scanner presses them. */
function keysOf(text) {
    return [...text].map((character) => {
        const upper = character.toUpperCase();
        if (/[A-Z]/.test(upper)) {
            return { key: character, code: `Key${upper}`, shift: character === upper };
        }
        if (/\d/.test(character)) {
            return { key: character, code: `Digit${character}` };
        }
        return { key: character, code: CODES[character] };
    });
}

const ENTER = { key: "Enter", code: "Enter" };

function capsLock(key) {
    const upper = key.key.toUpperCase();
    const inverted = key.key === upper ? key.key.toLowerCase() : upper;
    return { ...key, key: key.key.length === 1 ? inverted : key.key, capsLock: true };
}

function french(key) {
    const made = FRENCH[key.code];
    return made ? { ...key, key: made[key.shift ? 1 : 0] } : key;
}

/** Press keys one after the other, with the silences between them; what came of it. */
function press(keys, { gap = SCANNER, editable = false, machine } = {}) {
    machine ||= new ScanMachine({
        speed: SPEED,
        isCommand: (letter) => COMMANDS.includes(letter),
    });
    const outcome = { machine, readings: [], inField: [], commands: [], passed: "", restored: [] };
    let wait;
    let at = machine.last > 0 ? machine.last + 5000 : 10000;
    const take = ({ readings, inField, command }) => {
        if (inField) {
            outcome.inField.push(inField);
        }
        if (readings) {
            outcome.readings.push(readings);
        }
        if (command) {
            outcome.commands.push(command);
        }
    };
    const pause = (time) => {
        if (wait && time > wait) {
            const asked = wait;
            wait = 0;
            take(machine.silence());
            at += time;
            return asked;
        }
        at += time;
    };
    for (const key of keys) {
        if (key.pause) {
            pause(key.pause);
            continue;
        }
        pause(key.gap ?? gap);
        const before = outcome.passed;
        const verdict = machine.press({ editable, before, ...key, at });
        if (!verdict.take) {
            outcome.passed += key.key.length === 1 ? key.key : `[${key.key}]`;
        }
        if (verdict.restore !== undefined) {
            outcome.restored.push(verdict.restore);
        }
        wait = verdict.wait;
        take(verdict);
    }
    pause(10000);
    return outcome;
}

describe("the code of a pass", () => {
    test("is read in a field and outside of it, with and without Enter", () => {
        for (const editable of [true, false]) {
            for (const end of [[ENTER], [{ key: "Tab" }], []]) {
                const outcome = press([...keysOf(TOKEN), ...end], { editable });
                expect(outcome.readings).toEqual([[TOKEN]]);
                expect(outcome.commands).toEqual([]);
            }
        }
    });

    test("leaves the field as it was", () => {
        const outcome = press([...keysOf("ab"), { pause: 400 }, ...keysOf(TOKEN), ENTER], {
            editable: true,
        });
        expect(outcome.restored).toEqual(["ab"]);
        expect(outcome.passed).toBe("abVM1");
        expect(outcome.readings).toEqual([[TOKEN]]);
    });

    test("may be slow, and may pause", () => {
        for (const gap of [20, 100, 160, 300, 900]) {
            for (const editable of [true, false]) {
                const outcome = press([...keysOf(TOKEN), ENTER], { gap, editable });
                expect(outcome.readings).toEqual([[TOKEN]], { message: `${gap} ms` });
                expect(outcome.commands).toEqual([]);
            }
        }
        for (let place = 1; place < TOKEN.length; place++) {
            const keys = keysOf(TOKEN);
            keys[place].gap = 160;
            const outcome = press([...keys, ENTER]);
            expect(outcome.readings).toEqual([[TOKEN]], { message: `before ${place}` });
            expect(outcome.commands).toEqual([]);
        }
    });

    test("ends after a second without a key", () => {
        const outcome = press([...keysOf(TOKEN), { pause: 1100 }, ...keysOf("i")]);
        expect(outcome.readings).toEqual([[TOKEN]]);
        expect(outcome.commands).toEqual(["i"]);
    });

    test("is read under Caps Lock", () => {
        const outcome = press(keysOf(TOKEN).map(capsLock));
        expect(outcome.readings).toEqual([[TOKEN]]);
    });

    test("is read on a French keyboard, whatever the scanner takes it for", () => {
        const american = press(keysOf(TOKEN).map(french));
        expect(american.readings).toEqual([[TOKEN]]);
        const set = [...TOKEN].map((key) => ({ key, code: "Unknown" }));
        expect(press(set).readings).toEqual([[TOKEN]]);
    });

    test("is read both ways where both look like a pass", () => {
        // a German keyboard: Z and Y change places, the beginning is the same
        const german = keysOf(TOKEN).map((key) => ({
            ...key,
            key: { Y: "Z", Z: "Y" }[key.key] || key.key,
        }));
        expect(press(german).readings).toEqual([["VM1.AEBQ7YZX2WMA", TOKEN]]);
    });

    test("is read through an input method", () => {
        const keys = keysOf(TOKEN).map((key) => ({ ...key, key: "Process", composing: true }));
        expect(press(keys, { editable: true }).readings).toEqual([[TOKEN]]);
    });

    test("is read after what the scanner says of the kind of code", () => {
        for (const symbology of ["]Q1", "]C0", "]d2"]) {
            for (const gap of [SCANNER, 300]) {
                const keys = [...keysOf(symbology + TOKEN), ENTER];
                expect(press(keys, { gap }).readings).toEqual([[TOKEN]]);
                const field = press(keys, { gap, editable: true });
                expect(field.readings).toEqual([[TOKEN]]);
                expect(field.restored).toEqual([""]);
            }
        }
        const keys = keysOf(`]Q1${TOKEN}`).map(french);
        expect(press(keys).readings).toEqual([[TOKEN]]);
    });

    test("is known in a text", () => {
        expect(passCode(" vm1.aebq\r\n")).toBe("VM1.AEBQ");
        expect(passCode("]Q1VM1.AEBQ")).toBe("VM1.AEBQ");
        expect(passCode("0412")).toBe("");
        expect(passCode("Vimalan")).toBe("");
    });
});

describe("another code", () => {
    test("is read where no field has the focus", () => {
        for (const end of [[ENTER], []]) {
            const outcome = press([...keysOf("0412"), ...end]);
            expect(outcome.readings).toEqual([["0412"]]);
            expect(outcome.commands).toEqual([]);
            expect(outcome.passed).toBe("0"); // no Enter for the line or button there
        }
        expect(press(keysOf("]C00412")).readings).toEqual([["0412"]]);
    });

    test("is text in a field", () => {
        const outcome = press([...keysOf("0412"), ENTER], { editable: true });
        expect(outcome.readings).toEqual([]);
        expect(outcome.passed).toBe("0412[Enter]");
        expect(outcome.inField).toEqual([{ typed: "0412", readings: ["0412"] }]);
        const hand = press([...keysOf("0412"), ENTER], { editable: true, gap: HAND });
        expect(hand.inField).toEqual([]);
    });

    test("in a field is told as it may be meant", () => {
        const keys = [...keysOf("ab"), { pause: 400 }, ...keysOf("]C00412"), ENTER].map(french);
        const { inField } = press(keys, { editable: true });
        expect(inField).toEqual([{ typed: "$Càà'&é", readings: ["$Càà'&é", "0412"] }]);
        expect(otherReading("$Càà'&é", inField[0])).toBe("0412");
        // the field has more than the scanner typed: a hand typed the rest
        expect(otherReading("ab$Càà'&é", inField[0])).toBe(undefined);
    });

    test("is nothing that quick fingers type", () => {
        const read = (text, change) => {
            const { inField } = press([...keysOf(text), ENTER].map(change), { editable: true });
            return otherReading(inField[0].typed, inField[0]);
        };
        expect(read("wang", french)).toBe(undefined);
        expect(read("0412", (key) => key)).toBe(undefined);
        expect(read("0412", french)).toBe("0412");
        // the end of a number that was begun slowly
        const keys = [...keysOf("0"), { pause: 400 }, ...keysOf("412"), ENTER];
        const { inField } = press(keys, { editable: true });
        expect(otherReading("0412", inField[0])).toBe(undefined);
    });

    test("is read on a French keyboard and under Caps Lock", () => {
        expect(press(keysOf("0412").map(french)).readings).toEqual([["à'&é", "0412"]]);
        expect(press(keysOf("K7QA").map(capsLock)).readings).toEqual([["k7qa", "K7QA"]]);
    });

    test("needs three characters, and a scanner's speed", () => {
        expect(press([...keysOf("04"), ENTER]).readings).toEqual([]);
        expect(press([...keysOf("0412"), ENTER], { gap: HAND }).readings).toEqual([]);
    });

    test("takes its Enter along, also when that comes late", () => {
        const outcome = press([...keysOf("0412"), { ...ENTER, gap: 400 }]);
        expect(outcome.readings).toEqual([["0412"]]);
        expect(outcome.passed).toBe("0");
        const later = press([...keysOf("0412"), { ...ENTER, gap: 1500 }]);
        expect(later.passed).toBe("0[Enter]");
    });

    test("is as fast as Odoo's setting says", () => {
        const machine = () => new ScanMachine({ speed: 400 });
        expect(press(keysOf("0412"), { gap: 300, machine: machine() }).readings).toEqual([
            ["0412"],
        ]);
        expect(press(keysOf("0412"), { gap: 450, machine: machine() }).readings).toEqual([]);
    });
});

describe("a letter", () => {
    test("acts when a hand presses it, and once", () => {
        expect(press(keysOf("i")).commands).toEqual(["i"]);
        expect(press(keysOf("I").map(capsLock)).commands).toEqual(["i"]);
        expect(press(keysOf("ip"), { gap: HAND }).commands).toEqual(["i", "p"]);
        const held = [...keysOf("i"), ...keysOf("iiii").map((key) => ({ ...key, repeat: true }))];
        const outcome = press(held);
        expect(outcome.commands).toEqual([]);
        expect(outcome.readings).toEqual([]);
    });

    test("is text in a field", () => {
        const outcome = press(keysOf("i"), { editable: true });
        expect(outcome.commands).toEqual([]);
        expect(outcome.passed).toBe("i");
    });

    test("never acts while keys come faster than a hand", () => {
        for (const text of ["io", "I12", "0I", "OIOI", "A-I", "tp"]) {
            for (const gap of [1, 50, SPEED]) {
                for (const end of [[ENTER], []]) {
                    const outcome = press([...keysOf(text), ...end], { gap });
                    expect(outcome.commands).toEqual([], { message: `${text} in ${gap} ms` });
                    expect(outcome.passed).toBe(text[0]);
                }
            }
        }
        expect(press([...keysOf("i"), ENTER]).commands).toEqual([]);
    });

    test("does not act in the middle of a text of a slow scanner", () => {
        expect(press(keysOf("04I2"), { gap: 200 }).commands).toEqual([]);
        expect(press(keysOf("A-I2"), { gap: 200 }).commands).toEqual([]);
    });

    test("acts soon after a sign that is no text", () => {
        expect(press(keysOf("-i"), { gap: HAND }).commands).toEqual(["i"]);
    });

    test("acts no more with Ctrl or Alt", () => {
        const chord = keysOf("i").map((key) => ({ ...key, chord: true }));
        expect(press(chord).commands).toEqual([]);
    });

    test("is the physical one where letters are others", () => {
        const russian = [{ key: "ш", code: "KeyI" }];
        expect(press(russian).commands).toEqual(["i"]);
    });

    test("of whatever a scanner types, nothing acts", () => {
        // every code of two characters and more, at every speed of a scanner
        const alphabet = "IOTPNAX014-.";
        let seed = 7;
        const next = (count) => (seed = (seed * 1103515245 + 12345) % 2147483648) % count;
        for (let round = 0; round < 500; round++) {
            const length = 2 + next(12);
            const text = Array.from({ length }, () => alphabet[next(alphabet.length)]).join("");
            const keys = keysOf(text).map((key) => ({ ...key, gap: 1 + next(SPEED) }));
            const end = next(2) ? [{ ...ENTER, gap: 1 + next(SPEED) }] : [];
            keys[0].gap = 2000;
            const outcome = press([...keys, ...end]);
            expect(outcome.commands).toEqual([], { message: text });
        }
    });
});
