import {
    Component,
    markRaw,
    onMounted,
    onWillUnmount,
    useEffect,
    useRef,
    useState,
} from "@odoo/owl";

import { CompanionsPage } from "../companions_page/companions_page";
import { DeclinePage } from "../decline_page/decline_page";
import { IdleClock } from "../idle_clock";
import { InductionStep } from "../induction_step/induction_step";
import { InviteHome } from "../invite_home/invite_home";
import { forgetAll, forgetSecret } from "../kept_secret";
import { OtherTimePage } from "../other_time_page/other_time_page";
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
/** What only a hand does; a page that is loaded by a program scrolls by itself, too. */
const BY_HAND = ["pointerdown", "touchstart", "keydown"];
/** Pages of a visitor's own link. */
const OWN_PAGES = {
    home: InviteHome,
    companions: CompanionsPage,
    other_time: OtherTimePage,
    decline: DeclinePage,
};
const OPEN = ["start", "step", "end", ...Object.keys(OWN_PAGES)];
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
        const byHand = (ev) => ev.isTrusted && this.model.touch();
        onMounted(() => {
            TOUCHES.forEach((name) => document.addEventListener(name, touched, true));
            BY_HAND.forEach((name) => document.addEventListener(name, byHand, true));
            this.ticks = setInterval(() => this.tick(), 1000);
            this.looks = setInterval(() => this.look(), LOOK_EVERY);
            this.model.open();
        });
        onWillUnmount(() => {
            TOUCHES.forEach((name) => document.removeEventListener(name, touched, true));
            BY_HAND.forEach((name) => document.removeEventListener(name, byHand, true));
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
                if (["gone", "declined"].includes(screen)) {
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

    /** Who says something of the visit looks at that alone. */
    get showsSteps() {
        return this.isOpen && (!this.ownPage || this.model.screen === "home");
    }

    get ownPage() {
        return OWN_PAGES[this.model.screen];
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
        if (this.model.ownLink) {
            return; // the visitor's own phone, on which a pass is shown for long
        }
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

    /** Of a phone that others use: nothing of the visit is left in it. */
    forget() {
        this.model.close("loading");
        forgetAll(this.model.lang);
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
