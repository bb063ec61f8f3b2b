const PATIENCE = 15000; // ms

/** The server could not be asked: no network, no answer, or none that makes sense. */
export class Unreachable extends Error {}

/** The session is over. */
export class SignedOut extends Error {}

/** There is no such visit for this user. */
export class NotFound extends Error {}

/** The server answered and refused. */
export class Refused extends Error {}

/** The two routes of one visit. */
export class TalkServer {
    constructor(visit) {
        this.path = `/client/talk/${visit}`;
    }

    load() {
        return this._call("load", {});
    }

    save(draft) {
        return this._call("save", { draft });
    }

    async _call(name, params) {
        let answer;
        try {
            const response = await fetch(`${this.path}/${name}`, {
                method: "POST",
                headers: { "Content-Type": "application/json" },
                body: JSON.stringify({ jsonrpc: "2.0", method: "call", id: 1, params }),
                signal: AbortSignal.timeout(PATIENCE),
            });
            if (response.status === 404) {
                throw new NotFound();
            }
            answer = await response.json();
        } catch (error) {
            throw error instanceof NotFound ? error : new Unreachable(error.message);
        }
        if (answer.error) {
            throw this._refusal(answer.error);
        }
        return answer.result;
    }

    _refusal(error) {
        const name = error.data?.name || "";
        if (name.endsWith("SessionExpiredException")) {
            return new SignedOut();
        }
        if (name.endsWith("NotFound") || name.endsWith("AccessError")) {
            return new NotFound();
        }
        if (/OperationalError|ConcurrencyError|LockError/.test(name)) {
            return new Unreachable(name);
        }
        return new Refused(error.data?.message || error.message);
    }
}
