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

const list = {
    trigger: ".o_portal_submenu a[href='/my/complaints']",
    run: "click",
    expectUnloadPage: true,
};

function open(words) {
    return {
        trigger: `.list-group-item:contains(${words})`,
        run: "click",
        expectUnloadPage: true,
    };
}

function send(trigger) {
    return { trigger, run: "click", expectUnloadPage: true };
}

/** Choose files of so many MB each. */
function choose(trigger, sizes) {
    return {
        trigger,
        run({ anchor }) {
            const chosen = new DataTransfer();
            for (const size of sizes) {
                const bytes = new Uint8Array(size * 1024 * 1024);
                chosen.items.add(new File([bytes], "photo.png"));
            }
            anchor.files = chosen.files;
            anchor.dispatchEvent(new Event("change", { bubbles: true }));
        },
    };
}

/** Three complaints: one is still not solved, one is rated, one is closed already. */
registry.category("web_tour.tours").add("client_portal_answer", {
    steps: () => [
        send("a[href='/my/complaints']"),
        open("电梯又停了"),
        { trigger: ".o_client_portal_way li.is_done[data-step=handled] .small" },
        { trigger: ".o_client_portal_way li[data-step=called] strong" },
        send("button[name=unsolved]"),
        { trigger: ".alert-danger" },
        { trigger: "textarea[name=words]", run: "edit It stops again 又停了" },
        { trigger: "label[for=result3]", run: "click" },
        send("button[name=unsolved]"),
        { trigger: ".alert-success" },
        { trigger: ".alert-info .fa-phone" },
        { trigger: "body:not(:has(.o_client_portal_answer))" },
        list,
        open("灯不亮"),
        { trigger: "label[for=result4]", run: "click" },
        send(".o_client_portal_answer .btn-primary"),
        { trigger: ".alert-danger" },
        { trigger: "#result4:checked" },
        { trigger: "label[for=handling5]", run: "click" },
        { trigger: "textarea[name=words]", run: "edit Quick 很快" },
        send(".o_client_portal_answer .btn-primary"),
        { trigger: ".alert-success" },
        { trigger: ".list-group-item:contains(Quick 很快)" },
        list,
        open("太热"),
        { trigger: ".alert-secondary a[href='/my/complaints/new']" },
        choose("input[type=file]", [11]),
        { trigger: "input[type=file]:invalid" },
        choose("input[type=file]", [1, 1, 1, 1, 1, 1]),
        { trigger: "input[type=file]:invalid" },
        choose("input[type=file]", []),
        { trigger: "input[type=file]:valid" },
        { trigger: "textarea[name=text]", run: "edit Too hot again 又太热" },
        send("form[action$=message] button[type=submit]"),
        { trigger: ".card-body:contains(Too hot again 又太热)" },
    ],
});
