"""What keeps somebody from reading or using a page, but for what is Odoo's fault."""

from axe_playwright_python.sync_playwright import Axe

SERIOUS = ["serious", "critical"]
# Faults of Odoo's own elements, which stand in our views, too: axe's rule, and what is
# left out of it. A look of ours, or a text of ours, stands in none of them.
OF_ODOO = {
    # many2many tags are marked as selected, a select menu is expanded
    "aria-allowed-attr": (".o_tag", ".o-dropdown"),
    # the arrow between two dates
    "aria-prohibited-attr": (".fa-long-arrow-right",),
    # the tabs of a notebook, the colours of a colour picker
    "aria-required-parent": (".o_notebook .nav-link", ".o_colorlist button"),
    "autocomplete-valid": (".o_select_menu_input",),
    # the switch of optional columns
    "button-name": (":has(> .o_optional_columns_dropdown_toggle)",),
    "image-alt": (".o_avatar img",),
    # ticks of a list: of its lines, of a column of yes or no
    "label": (".o_list_record_selector input", ".o_data_row input[disabled]"),
    # what clears a signature
    "link-name": (".o_web_sign_draw_clear a",),
    # the clock of activities
    "role-img-alt": (".o-mail-ActivityButton i",),
}
# What Odoo puts around and between what is ours.
AROUND = [
    ".o-autocomplete",
    ".o-mail-ChatterContainer",
    ".o-mail-Form-chatter",
    ".o_search_panel",
]
RUN = """async ({root, ofOdoo, around, serious}) => {
    const looked = {include: [root], exclude: around};
    const answer = await axe.run(looked, {resultTypes: ["violations"]});
    const faults = [];
    for (const {id, impact, nodes} of answer.violations) {
        const theirs = (ofOdoo[id] || []).join(",");
        for (const {target, failureSummary, html} of nodes) {
            const element = document.querySelector(target[0]);
            const isTheirs = theirs && element?.matches(theirs);
            if (serious.includes(impact) && !isTheirs) {
                const where = html.slice(0, 300);
                faults.push([id, target, where, failureSummary].join("\\n"));
            }
        }
    }
    return faults;
}"""


def faults(page, root):
    """
    :return: what axe calls serious or critical there; each says what to do
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return page.evaluate(
        RUN,
        {"root": root, "ofOdoo": OF_ODOO, "around": AROUND, "serious": SERIOUS},
    )


# Where a finger is meant to hit, and what is smaller than 44 px there. Links within a
# sentence are as large as its words; what has the size of its label is hit by that.
SMALL = """([root, theirs]) => {
    const hit = "button, a[href], input:not([type=hidden]), select, textarea";
    const isText = (each) =>
        each.matches("a") && each.closest("p, .alert, .form-text, .breadcrumb");
    const areaOf = (each) =>
        (each.matches("[type=checkbox], [type=radio]") && each.labels[0]) || each;
    return [...document.querySelectorAll(`${root} :is(${hit})`)]
        .filter((each) => each.checkVisibility({visibilityProperty: true}))
        .filter((each) => !each.closest(theirs) && !isText(each))
        .map((each) => [each, areaOf(each).getBoundingClientRect()])
        .filter(([, {width, height}]) => width && Math.min(width, height) < 43.5)
        .map(([each, {width, height}]) =>
            `${Math.round(width)} x ${Math.round(height)}: ${each.outerHTML}`);
}"""
# The head of a dialog, what chooses and clears in a field, the way back on the portal.
SMALL_OF_ODOO = (
    ".modal-header, .o-autocomplete, .o_web_sign_draw_clear, .o_portal_navbar"
)
# What looks the same with the focus as without.
UNSEEN = """(root) => {
    const looks = ["outline", "boxShadow", "border", "background", "color"];
    const seen = (each) => {
        const nodes = [each, each.parentElement, each.parentElement.parentElement];
        return JSON.stringify(
            nodes.map((node) => looks.map((look) => getComputedStyle(node)[look]))
        );
    };
    const unseen = [];
    const hit = "button, a[href], input, select, textarea, [tabindex='0']";
    for (const each of document.querySelectorAll(`${root} :is(${hit})`)) {
        document.activeElement.blur();
        const before = seen(each);
        each.focus({focusVisible: true});
        if (document.activeElement === each && seen(each) === before) {
            unseen.push(each.outerHTML);
        }
    }
    return unseen;
}"""


def check(page, root="body"):
    """
    :raise AssertionError: axe finds something serious there, the page is wider than the
        screen, or a finger misses what it is to hit
    """
    page.wait_for_selector(root)
    # in between two looks colours have no contrast
    page.emulate_media(reduced_motion="reduce")
    page.wait_for_timeout(100)
    found = faults(page, root)
    assert not found, "\n\n".join(found)
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    if page.evaluate("matchMedia('(pointer: coarse)').matches"):
        small = page.evaluate(SMALL, [root, SMALL_OF_ODOO])
        assert not small, "\n\n".join(small)


def check_focus(page, root):
    """
    :raise AssertionError: whoever goes by keyboard does not see where the focus is
    """
    unseen = page.evaluate(UNSEEN, root)
    assert not unseen, "\n\n".join(unseen)
