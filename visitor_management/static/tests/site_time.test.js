import { beforeEach, describe, expect, mockDate, test } from "@odoo/hoot";
import { allowTranslations } from "@web/../tests/web_test_helpers";
import {
    formatDuration,
    formatSiteClock,
    formatSiteDay,
    formatSiteTime,
    formatSiteTimeShort,
    formatSiteWindow,
    knownZone,
    MINUTE,
    siteTime,
    toMilliseconds,
} from "@visitor_management/live_screen/site_time";

const { DateTime } = luxon;

const SHANGHAI = "Asia/Shanghai";
/** Monday, 18:30 in Shanghai; the reader's own clock shows 5:30 in the morning. */
const EVENING = "2026-03-02 10:30:00";
const NEXT_MORNING = "2026-03-03 01:00:00"; // 9:00 there

describe.current.tags("headless");

beforeEach(() => mockDate(EVENING.replace(" ", "T") + ".000Z", -5));

/** A narrow no-break space stands before AM and PM. */
function plain(text) {
    return text.replace(/\u202f/g, " ");
}

test("a time is the one that the clock of the site shows", () => {
    expect(siteTime(EVENING, SHANGHAI).toFormat("yyyy-MM-dd HH:mm")).toBe("2026-03-02 18:30");
    expect(plain(formatSiteTime(EVENING, SHANGHAI))).toBe("6:30 PM");
    expect(formatSiteTime(false, SHANGHAI)).toBe("");
});

test("another day is named, of the site and not of the reader", () => {
    expect(plain(formatSiteTime(NEXT_MORNING, SHANGHAI))).toBe("Mar 3, 9:00 AM");
    expect(formatSiteTimeShort(NEXT_MORNING, SHANGHAI)).toBe("Mar 3");
    // it is the 3rd in Shanghai, and the 2nd yet where the reader is
    mockDate("2026-03-02T17:00:00.000Z", -5);
    expect(plain(formatSiteTime(NEXT_MORNING, SHANGHAI))).toBe("9:00 AM");
    const tomorrow = DateTime.now().plus({ days: 1 });
    expect(formatSiteTimeShort(NEXT_MORNING, SHANGHAI, tomorrow)).toBe("Mar 3");
});

test("from and until has the date once where both are of one day", () => {
    const until = "2026-03-03 03:00:00";
    expect(plain(formatSiteWindow(NEXT_MORNING, until, SHANGHAI))).toBe("Mar 3, 9:00 AM – 11:00 AM");
    expect(plain(formatSiteWindow(EVENING, NEXT_MORNING, SHANGHAI))).toBe(
        "6:30 PM – Mar 3, 9:00 AM"
    );
});

test("day and clock are those of the site", () => {
    const now = DateTime.fromISO("2026-03-02T17:00:00Z");
    expect(formatSiteDay(now, SHANGHAI)).toBe("Tue, Mar 3");
    expect(plain(formatSiteClock(now, SHANGHAI))).toBe("Tue, Mar 3, 1:00 AM");
});

test("a zone that this browser does not know is UTC, as on the server", () => {
    expect(knownZone(SHANGHAI)).toBe(SHANGHAI);
    expect(knownZone("Mars/Olympus")).toBe("UTC");
    expect(siteTime(EVENING, "Mars/Olympus").hour).toBe(10);
});

test("a moment of the server as a number is that of UTC", () => {
    expect(toMilliseconds(EVENING)).toBe(Date.UTC(2026, 2, 2, 10, 30));
});

test("a length of time is said as people say it", () => {
    allowTranslations();
    const said = (minutes) => formatDuration(minutes * MINUTE);
    expect([-5, 0, 45].map(said)).toEqual(["0 min", "0 min", "45 min"]);
    expect([60, 165, 47 * 60 + 59].map(said)).toEqual(["1 h", "2 h 45", "47 h 59"]);
    expect([48 * 60, 80 * 60].map(said)).toEqual(["2 days", "3 days"]);
});
