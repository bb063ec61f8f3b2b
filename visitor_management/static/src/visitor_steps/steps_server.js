const API = "/visitor/api/v1/invitation";
const STATUS = { refused: 422, gone: 404, tooMany: 429 };

/** What the server did not do; `word` is a key of the words of the page. */
export class NotDone extends Error {
    /**
     * @param {string} word
     * @param {string} [sentence] of the server, in the visitor's language
     */
    constructor(word, sentence = "") {
        super(sentence || word);
        this.word = word;
        this.sentence = sentence;
    }
}

/** The calls of one visitor: no cookie, no session, nothing that the browser keeps. */
export class StepsServer {
    constructor(secret) {
        this.secret = secret;
        this.lang = "";
    }

    read() {
        return this.call("GET", "").then((answer) => answer.json());
    }

    /**
     * @param {string} path
     * @param {Object|Blob} body
     */
    post(path, body) {
        const sent = body instanceof Blob ? body : JSON.stringify(body);
        return this.call("POST", path, sent).then((answer) => answer.json());
    }

    /** A file of a training, as the address of a copy that is in memory only. */
    async file(path) {
        const answer = await this.call("GET", path);
        return answer.blob();
    }

    async call(method, path, body) {
        let answer;
        try {
            answer = await fetch(API + path, {
                method,
                body,
                headers: {
                    Authorization: `Bearer ${this.secret}`,
                    "Accept-Language": this.lang.replace("_", "-"),
                },
                cache: "no-store",
                credentials: "omit",
                redirect: "error",
                referrerPolicy: "no-referrer",
            });
        } catch {
            throw new NotDone("unreachable");
        }
        if (answer.ok) {
            return answer;
        }
        // what answers in HTML is not this server, but its proxy, or Odoo without a base
        const said = await answer.json().catch(() => null);
        if (!said) {
            throw new NotDone("unreachable");
        }
        if (answer.status === STATUS.refused) {
            throw new NotDone("failed", said.message);
        }
        if (answer.status === STATUS.gone) {
            throw new NotDone("gone");
        }
        throw new NotDone(answer.status === STATUS.tooMany ? "too_many" : "failed");
    }
}
