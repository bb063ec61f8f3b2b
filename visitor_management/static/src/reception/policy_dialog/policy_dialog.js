import { Component, markup, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Dialog } from "@web/core/dialog/dialog";
import { NameAndSignature } from "@web/core/signature/name_and_signature";

const PERSON = "visitor.registration";

/**
 * The rules that a visitor has still to accept, one after the other, in large type and
 * in the language of the visitor. The desk turns its screen, or reads them out.
 */
export class PolicyDialog extends Component {
    static template = "visitor_management.PolicyDialog";
    static components = { Dialog, NameAndSignature };
    static props = { model: Object, person: Object, close: Function };

    setup() {
        const { model, person } = this.props;
        this.orm = model.orm;
        this.title = _t("Rules for %(name)s", { name: person.name });
        // emptied for each text: what is drawn below one is not below the next
        this.signature = useState({ name: "", isSignatureEmpty: true });
        this.state = useState({ texts: [], at: 0, problem: "", busy: false });
        onWillStart(async () => {
            this.state.texts = await this.orm.call(PERSON, "read_policies", [[person.id]]);
        });
    }

    get text() {
        return this.state.texts[this.state.at];
    }

    get body() {
        return markup(this.text.body); // sanitized where it is stored
    }

    get progress() {
        return _t("Text %(number)s of %(count)s", {
            number: this.state.at + 1,
            count: this.state.texts.length,
        });
    }

    get langName() {
        const { lang, langs } = this.text;
        return langs.find(({ code }) => code === lang)?.name || lang;
    }

    get fallback() {
        return _t("There is no text in the visitor's language. This is %(language)s.", {
            language: this.langName,
        });
    }

    get mayAccept() {
        const unsigned = this.text?.asks_signature && this.signature.isSignatureEmpty;
        return Boolean(this.text) && !unsigned && !this.state.busy;
    }

    async read(lang) {
        const { person } = this.props;
        this.state.texts[this.state.at] = await this.orm.call(PERSON, "read_policy", [
            [person.id],
            this.text.id,
            lang,
        ]);
    }

    async accept() {
        const { model, person } = this.props;
        const { state, text } = this;
        const signature = text.asks_signature
            ? this.signature.getSignatureImage().split(",")[1]
            : false;
        Object.assign(state, { busy: true, problem: "" });
        const done = await model.act(() =>
            this.orm.call(PERSON, "accept_policy", [[person.id], text.id], {
                signature,
                lang: text.lang,
            })
        );
        state.busy = false;
        if (!done) {
            state.problem = model.message?.text || "";
        } else if (state.at + 1 < state.texts.length) {
            this.signature.isSignatureEmpty = true;
            state.at += 1;
        } else {
            model.say("success", _t("%(name)s accepted the rules.", { name: person.name }));
            this.props.close();
        }
    }
}
