import { expect, test } from "@odoo/hoot";
import { contains, makeDialogMockEnv, mountWithCleanup } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { BothWroteDialog } from "@visitor_management/callback_form/both_wrote_dialog";

const SINCE = [
    { name: "client_words", label: "Client's Words", theirs: "It stops", by: "Li Na", when: "10:42" },
    { name: "result", label: "Outcome", theirs: "1", by: "", when: "10:43" },
    { name: "next_date", label: "Next Callback", theirs: "2026-11-30", by: "Li Na", when: "10:44" },
];

defineMailModels(); // whatever is mounted asks for them

test("both answers stand there as people read them, and what is chosen is kept", async () => {
    await makeDialogMockEnv();
    const fields = {
        client_words: {},
        result: { selection: [["1", "Very dissatisfied"], ["5", "Very satisfied"]] },
        next_date: {},
    };
    let chosen;
    await mountWithCleanup(BothWroteDialog, {
        props: {
            record: { fields },
            since: SINCE,
            typed: { client_words: "She moves out", result: "5", next_date: "2026-12-01" },
            onChosen: (values) => (chosen = values),
            close: () => {},
        },
    });
    expect("section[data-name=client_words] p").toHaveText(/Li Na wrote here at 10:42/);
    expect("section[data-name=result] p").toHaveText(/A colleague wrote here/);
    expect("section[data-name=result] .o_both_theirs").toHaveText("Very dissatisfied");
    expect("section[data-name=result] .o_both_mine").toHaveText("Very satisfied");
    expect("section[data-name=next_date] .o_both_theirs").not.toHaveText(/2026-11-30/);
    expect("section[data-name=result] input[value=both]").toHaveCount(0);
    await contains("section[data-name=next_date] input[value=theirs]").click();
    await contains(".o_both_save").click();
    expect(chosen).toEqual({
        client_words: "It stops\nShe moves out",
        result: "5",
        next_date: "2026-11-30",
    });
});
