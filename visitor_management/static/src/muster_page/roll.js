/**
 * The roll call as a phone has it: the list of the server, and over it what was ticked
 * here. Nothing of this needs a server.
 */
export const STATUSES = ["missing", "safe", "injured", "off_site"];
/** Who was not seen for so long is looked for. */
export const RED_AFTER = 10 * 60_000;

/** @returns {number} milliseconds since 1970, 0 for no time */
export function moment(text) {
    if (!text) {
        return 0;
    }
    const iso = String(text).replace(" ", "T");
    return Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(iso) ? iso : `${iso}Z`) || 0;
}

/**
 * The lines that are shown. Of several ticks of a person the last one shows, wherever
 * it was made.
 *
 * @param {Object[]} lines of the server, `at` in milliseconds
 * @param {Object} marks by key, what was ticked here and has arrived there
 * @param {Object[]} rows what is not sent yet, oldest first
 */
export function merged(lines, marks, rows) {
    const latest = new Map(Object.entries(marks));
    for (const row of rows) {
        const before = row.key && latest.get(row.key);
        if (row.key && (!before || row.at >= before.at)) {
            latest.set(row.key, { ...row, waits: true });
        }
    }
    const shown = lines.map((line) => {
        const mark = latest.get(line.key);
        if (!mark || mark.at < line.at) {
            return line;
        }
        const { status, at, point, waits = false } = mark;
        return { ...line, status, at, point, waits };
    });
    const known = new Set(lines.map((line) => line.key));
    const added = [...latest.values()].filter((mark) => mark.name && !known.has(mark.key));
    return [...shown, ...added.map(asLine)];
}

/** Somebody who was not on the list, until the server's list has them. */
function asLine({ key, name, area, status, at, point, waits = false }) {
    const about = { firm: "", host: "", codes: [], isLocal: true };
    return { key, name, area, status, at, point, waits, ...about };
}

/** How many are what: of all, or of an area or a point. */
export function counted(lines) {
    const counts = { all: lines.length, missing: 0, safe: 0, injured: 0, off_site: 0 };
    lines.forEach((line) => (counts[line.status] += 1));
    return counts;
}

/**
 * @param {Object[]} lines
 * @param {"area"|"point"} by
 * @returns {Object[]} name and counts of each, by name, nameless ones last
 */
export function countedBy(lines, by) {
    return grouped(lines, by).map(({ name, lines: its }) => ({ name, ...counted(its) }));
}

/** @returns {{name: string, lines: Object[]}[]} by name, nameless ones last */
export function grouped(lines, by) {
    const groups = new Map();
    for (const line of lines) {
        const name = line[by] || "";
        if (!groups.has(name)) {
            groups.set(name, []);
        }
        groups.get(name).push(line);
    }
    return [...groups]
        .map(([name, its]) => ({ name, lines: its }))
        .sort((a, b) => !a.name - !b.name || collate(a.name, b.name));
}

const collate = new Intl.Collator(undefined, { numeric: true }).compare;

const plain = (text) =>
    text
        .normalize("NFKD")
        .replace(/\p{Mn}/gu, "")
        .toLowerCase();

/** By what a line is found; made once, not for each letter that is typed. */
export function soughtBy({ name, firm, host, area }) {
    return plain([name, firm, host, area].join(" "));
}

/** Who has all the words in name, firm, host or area. */
export function found(lines, query) {
    const words = plain(query).split(/\s+/).filter(Boolean);
    if (!words.length) {
        return lines;
    }
    return lines.filter((line) => {
        const text = line.sought ?? soughtBy(line);
        return words.every((word) => text.includes(word));
    });
}

/** Missing first, by area and name: where one goes and looks. */
export function ordered(lines) {
    const rank = ({ status }) => Number(status !== "missing");
    return [...lines].sort(
        (a, b) =>
            rank(a) - rank(b) ||
            !a.area - !b.area ||
            collate(a.area || "", b.area || "") ||
            collate(a.name, b.name)
    );
}

/**
 * After how many minutes that share of the people was found.
 *
 * @param {Object[]} lines
 * @param {number} since when the roll call began
 * @param {number} share of 1
 * @returns {number|null} null: they are not yet
 */
export function minutesTo(lines, since, share) {
    const times = lines
        .filter(({ status }) => status !== "missing")
        .map(({ at }) => at)
        .sort((a, b) => a - b);
    const needed = Math.ceil(lines.length * share);
    if (!lines.length || times.length < needed) {
        return null;
    }
    return Math.max(0, Math.round((times[needed - 1] - since) / 60_000));
}
