import { _t } from "@web/core/l10n/translation";
import { formatSiteWindow } from "../../live_screen/site_time";

/** What is signed, without what is empty. */
function facts(pairs) {
    return pairs.filter(([, value]) => value).map(([label, value]) => ({ label, value }));
}

function visitFacts({ type, purpose, start, stop, tz }) {
    return [
        [_t("Visit"), [type, purpose].filter(Boolean).join(" · ")],
        [_t("When"), formatSiteWindow(start, stop, tz)],
    ];
}

/**
 * The line of the register that a visitor signs.
 *
 * @param {Object} person as the panel shows it
 */
export function entrySigned({ name, organization, headcount, plate, visit }) {
    return {
        facts: facts([
            [_t("Name"), name],
            [_t("Firm"), organization],
            [_t("People"), headcount > 1 && String(headcount)],
            [_t("Plate"), plate],
            [_t("Host"), visit.host],
            ...visitFacts(visit),
        ]),
        statement: _t("I sign for this entry in the visitor register of %(site)s.", {
            site: visit.site,
        }),
    };
}

/**
 * The visit that a host signs for, instead of approving it in Odoo.
 *
 * @param {Object} visit
 * @param {Object[]} people of the visit, as far as the panel shows them
 */
export function guestsSigned(visit, people) {
    const [{ companions = 0 }] = people;
    const names = people.map((person) => person.name).join(", ");
    return {
        facts: facts([
            [_t("Host"), visit.host],
            [
                _t("Visitors"),
                people.length === 1 && companions > 0
                    ? _t("%(name)s and %(count)s more", { name: names, count: companions })
                    : names,
            ],
            [_t("Firm"), visit.organization],
            ...visitFacts(visit),
        ]),
        statement: _t("I expect these visitors and receive them."),
    };
}
