import { registry } from "@web/core/registry";

/** A client files a complaint on the portal, writes a message and finds it in the list.
 * The same in every language: steps go by the parts of the page, not by its words. */
registry.category("web_tour.tours").add("client_portal_complaint", {
    steps: () => [
        {
            trigger: "a[href='/my/complaints']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "a[href='/my/complaints/new']",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "textarea[name=content]", run: "edit 电梯停在两层之间 The lift stops" },
        { trigger: "select[name=category_id]", run: "selectByIndex 1" },
        { trigger: "textarea[name=remedy]", run: "edit Repair it" },
        {
            trigger: ".o_client_portal_form button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".alert-success strong:contains(/^C\\/\\d{4}\\/\\d{5}$/)" },
        { trigger: "p:contains(电梯停在两层之间 The lift stops)" },
        { trigger: "textarea[name=text]", run: "edit Any news? 有消息吗" },
        {
            trigger: ".o_client_portal_complaint form button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".card-body:contains(Any news? 有消息吗)" },
        {
            trigger: ".o_portal_submenu a[href='/my/complaints']",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".list-group-item:contains(电梯停在两层之间 The lift stops)" },
    ],
});
