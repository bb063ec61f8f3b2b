/**
 * A training as pages, one thing on each: its steps, the way out, then the questions.
 *
 * @param {Object} induction as the server sends it
 * @returns {Object[]}
 */
export function pagesOf({ steps, route, quiz }) {
    return [
        ...steps.map((step) => ({ kind: step.kind, key: `step_${step.id}`, step })),
        ...(route ? [{ kind: "route", key: "route", places: route.places }] : []),
        ...quiz.map((question, at) => ({
            kind: "question",
            key: `question_${question.id}`,
            question,
            number: at + 1,
        })),
    ];
}

/**
 * What is handed in.
 *
 * @param {Object[]} quiz
 * @param {Object} chosen lists of answers by question
 */
export function answersOf(quiz, chosen) {
    return quiz.map(({ id }) => ({ question_id: id, answer_ids: chosen[id] || [] }));
}

/** A question has an answer; one that takes a single one loses the other. */
export function choose(chosen, { id, several }, answer) {
    const before = chosen[id] || [];
    const without = before.filter((each) => each !== answer);
    if (!several) {
        return { ...chosen, [id]: [answer] };
    }
    return { ...chosen, [id]: without.length < before.length ? without : [...before, answer] };
}
