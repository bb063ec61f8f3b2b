import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { allowTranslations } from "@web/../tests/web_test_helpers";
import { answerAsRead, canKeepBoth, keepBoth } from "@visitor_management/client_work/both_wrote";

const WORDS = { 1: "Very dissatisfied", 5: "Very satisfied" };

describe.current.tags("headless");

beforeEach(allowTranslations);

test("each answer stands there as people read it", () => {
    expect(answerAsRead("result", "1", WORDS)).toBe("Very dissatisfied");
    expect(answerAsRead("solved_on_spot", true, {})).toBe("Yes");
    expect(answerAsRead("solved_on_spot", false, {})).toBe("No");
    expect(answerAsRead("client_words", "It stops", {})).toBe("It stops");
    expect(answerAsRead("next_date", "2026-11-30", {})).not.toInclude("2026-11-30");
    expect(answerAsRead("next_date", "2026-11-30", {})).toInclude("30");
    for (const name of ["result", "client_words", "next_date", "next_hour"]) {
        expect(answerAsRead(name, false, WORDS)).toBe("–");
    }
});

test("words are kept one below the other, and nothing else is", () => {
    expect(canKeepBoth("client_words")).toBe(true);
    expect(canKeepBoth("result")).toBe(false);
    expect(keepBoth("It stops", "She moves out")).toBe("It stops\nShe moves out");
    expect(keepBoth("It stops", false)).toBe("It stops");
});
