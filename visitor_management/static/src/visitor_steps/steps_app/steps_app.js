import {
    Component,
    markRaw,
    onMounted,
    onWillUnmount,
    useEffect,
    useRef,
    useState,
} from "@odoo/owl";

import { IdleClock } from "../idle_clock";
import { InductionStep } from "../induction_step/induction_step";
import { forgetAll, forgetSecret } from "../kept_secret";
import { OwnDataStep } from "../own_data_step/own_data_step";
import { PhotoStep } from "../photo_step/photo_step";
import { PolicyStep } from "../policy_step/policy_step";
import { SignatureStep } from "../signature_step/signature_step";
import { StepsModel } from "../steps_model";
import { StepsServer } from "../steps_server";
import { fill, siteClock, siteTime } from "../words";

const MINUTE = 60_000;
const LIMITS = { after: 15 * MINUTE, warning: MINUTE };
/** How often the server is asked whether all this is still valid. */
const LOOK_EVERY = MINUTE / 2;
/** How often it hears that somebody is busy here. */
const SAY_EVERY = 5 * MINUTE;
const TOUCHES = ["pointerdown", "pointermove", "keydown", "scroll", "timeupdate"];
const OPEN = ["start", "step", "end"];
/** So many languages stand beside each other; more are a list. */
const MOST_BUTTONS = 4;

const STEPS = {
    own_data: OwnDataStep,
    photo_missing: PhotoStep,
    policy_missing: PolicyStep,
    induction_missing: InductionStep,
    signature_missing: SignatureStep,
};

/** The steps of a visitor, one thing a page. */
export class StepsApp extends Component {
    static template = "visitor_management.StepsApp";
    static props = { settings: Object, secret: String };

    setup() {
        const { settings, secret } = this.props;
        this.fill = fill;
        this.model = useState(
            new StepsModel(markRaw(new StepsServer(secret)), settings, () =>
                forgetAll(this.model.lang)
            )
        );
        this.ui = useState({ secondsLeft: 0, leaving: false });
        this.page = useRef("page");
        this.question = useRef("question");
        this.idle = new IdleClock(Date.now(), LIMITS);
        this.saidAt = Date.now();
        const touched = () => this.idle.touch(Date.now());
        onMounted(() => {
            TOUCHES.forEach((name) => document.addEventListener(name, touched, true));
            this.ticks = setInterval(() => this.tick(), 1000);
            this.looks = setInterval(() => this.look(), LOOK_EVERY);
            this.model.open();
        });
        onWillUnmount(() => {
            TOUCHES.forEach((name) => document.removeEventListener(name, touched, true));
            clearInterval(this.ticks);
            clearInterval(this.looks);
        });
        useEffect(
            (lang) => {
                document.documentElement.lang = lang.replace("_", "-");
                document.title = this.model.words.title;
            },
            () => [this.model.lang]
        );
        useEffect(
            (isAsking) => {
                if (isAsking) {
                    this.question.el.querySelector("button").focus();
                }
            },
            () => [this.isAsking]
        );
        // another page: it is read from its top, also by who does not see it
        useEffect(
            (screen) => {
                if (screen === "gone") {
                    forgetSecret();
                }
                window.scrollTo(0, 0);
                this.page.el?.querySelector("h1")?.focus();
            },
            () => [this.model.screen, this.model.current]
        );
    }

    /** A question stands before the page, which waits for the answer. */
    get isAsking() {
        return this.isOpen && Boolean(this.ui.leaving || this.ui.secondsLeft);
    }

    get words() {
        return this.model.words;
    }

    get isOpen() {
        return OPEN.includes(this.model.screen);
    }

    get stepComponent() {
        return STEPS[this.model.step.code];
    }

    get asButtons() {
        return this.props.settings.langs.length <= MOST_BUTTONS;
    }

    get progress() {
        const { done, steps } = this.model;
        return fill(this.words.progress, { done, all: steps.length });
    }

    get when() {
        const { start, stop, tz } = this.model.document.visit;
        const { lang } = this.model;
        return `${siteTime(start, tz, lang)} – ${siteClock(stop, tz, lang)}`;
    }

    /** What is done is not asked again; the own data may still be corrected. */
    mayGo(step) {
        return !step.done || ["own_data", "photo_missing"].includes(step.code);
    }

    lookOf(step) {
        return step.key === this.model.current ? "now" : step.done ? "done" : "still";
    }

    /** A training that was begun stays as it is, until it is shown in another language. */
    get stepKey() {
        const { code } = this.model.step;
        const { current, lang } = this.model;
        return code === "induction_missing" ? current + lang : current;
    }

    look() {
        if (document.visibilityState === "visible" && this.isOpen) {
            this.model.refresh();
        }
    }

    tick() {
        const now = Date.now();
        this.ui.secondsLeft = this.isOpen ? this.idle.secondsLeft(now) : 0;
        if (this.isOpen && this.idle.isOver(now)) {
            this.model.giveBack();
        } else if (
            this.model.screen === "step" &&
            this.idle.touchedAt > this.saidAt &&
            now - this.saidAt > SAY_EVERY &&
            !this.model.busy
        ) {
            this.saidAt = now;
            this.model.send("/opened", {});
        }
    }

    /** Midway, somebody may have meant another button. */
    leave() {
        if (this.model.isDone) {
            this.model.giveBack();
        } else {
            this.ui.leaving = true;
        }
    }

    stay() {
        this.ui.leaving = false;
        this.idle.touch(Date.now());
        this.tick();
    }

    /** Odoo's own way to sign out; the page is then loaded anew, as nobody's. */
    async signOut() {
        await fetch("/web/session/destroy", {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({ jsonrpc: "2.0", method: "call", params: {} }),
        });
        location.reload();
    }
}
