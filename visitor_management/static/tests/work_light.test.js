import { describe, expect, test } from "@odoo/hoot";
import { allowTranslations } from "@web/../tests/web_test_helpers";
import { PersonPanel } from "@visitor_management/reception/person_panel/person_panel";

describe.current.tags("headless");

/** What the panel of a site shows of a worker, without drawing it. */
function lightAt(site, light) {
    const panel = Object.create(PersonPanel.prototype);
    panel.props = { model: { site }, person: { light, visit: { site_id: 3 } } };
    return panel.light;
}

test("a worker's light is that of the site on the screen", () => {
    allowTranslations();
    const green = { colour: "green", sentence: "May work under WP/1." };
    expect(lightAt({ id: 3 }, green)).toEqual(green);
    expect(lightAt({ id: 4 }, green).colour).toBe("red");
    expect(lightAt({ id: 4 }, green).sentence).toMatch("another site");
    expect(lightAt({ id: 4 }, false)).toBe(false);
});
