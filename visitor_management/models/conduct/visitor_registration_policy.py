from odoo import api, models
from odoo.exceptions import UserError

from ...tools.admission import policy as condition
from ...tools.transaction import read_committed


class VisitorRegistration(models.Model):
    """Which rules a visitor is asked to accept, and that they are accepted.

    Who stands for a group under one pass accepts for its number.
    """

    _inherit = "visitor.registration"

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def accept_policy(self, policy_id, signature=False, lang=False):
        """Record at the desk that a visitor has read and accepted a text.

        :param int policy_id: the ``visitor.policy`` in force that is asked for
        :param str signature: a picture in base64, where the text asks for one
        :param str lang: in which it was read; default: what the visitor is shown
        :return: True
        :raise AccessError: not reception
        :raise UserError: it is a draft or not asked of this visitor, there is no
            signature or it is no picture, or the visitor is not expected any more
        """
        self.ensure_one()
        self._check_reception()
        policy = self._named_policy(policy_id)
        self.sudo()._accept_policy(policy, "desk", signature, lang)  # checked above
        return True

    @api.readonly
    def read_policies(self):
        """The texts a visitor has still to accept, as the visitor reads them.

        :return: list of ``{"id", "name", "version", "kind", "lang", "fallback",
            "body", "asks_signature", "langs": [{"code", "name"}], "people",
            "statement"}``; ``people``: for how many the visitor accepts
        :raise AccessError: not reception
        """
        self.ensure_one()
        self._check_reception()
        person_sudo = self.sudo()  # reception, checked above
        return [
            person_sudo._policy_shown(policy)
            for policy in person_sudo._policies_missing()
        ]

    @api.readonly
    def read_policy(self, policy_id, lang):
        """One of the texts asked of a visitor, in another of its languages.

        :return: as :meth:`read_policies`, one of them
        :raise AccessError: not reception
        :raise UserError: it is not asked of this visitor
        """
        self.ensure_one()
        self._check_reception()
        person_sudo = self.sudo()  # reception, checked above
        policy = person_sudo._askable(self._named_policy(policy_id))
        return person_sudo._policy_shown(policy, lang)

    # ------------------------------------------------------------
    # WHAT IS ASKED
    # ------------------------------------------------------------

    def _policies_asked(self):
        """The texts in force that are asked of this person: by the kind of visit, the
        site, and the areas of the visit with those around them.

        :return: ``visitor.policy``, as superuser
        """
        asked, _missing = self._policy_facts()
        return self._policies_of(asked)

    def _policies_missing(self):
        """Those of :meth:`_policies_asked` that are not accepted, or not any more.

        :return: ``visitor.policy``, as superuser
        """
        _asked, missing = self._policy_facts()
        return self._policies_of(missing)

    def _policy_facts(self):
        """What is asked of this person, and what of it is missing, as at the desk.

        :return: two lists of :class:`condition.Text`
        """
        self.ensure_one()
        facts = self.env["visitor.admission"]._facts(self)[self.id]
        return condition.texts(facts), condition.missing(facts)

    def _policies_of(self, texts):
        policies_sudo = self.env["visitor.policy"].sudo()  # of whom the caller checked
        return policies_sudo.browse(each.id for each in texts)

    def _policy_shown(self, policy, lang=False):
        """A text for this person, and the languages there are."""
        shown = policy._shown(lang or self._reads())
        langs = self.env["res.lang"].with_context(active_test=False).sudo()
        # as those read it who speak it: Chinese, Simplified / 简体中文
        names = {each.code: each.name.split(" / ")[-1] for each in langs.search([])}
        return {
            **shown,
            "langs": [
                {"code": code, "name": names.get(code, code)}
                for code in policy._langs()[policy]
            ],
            "people": self.headcount,
            "statement": self._statement_for(self.headcount, shown["lang"]),
        }

    @api.model
    def _statement_for(self, people, lang):
        """What somebody says who accepts, in the language of the text.

        Of one that is not installed any more, in that of whoever reads it.

        :param int people: for how many
        :param str lang: a code
        """
        installed = dict(self.env["res.lang"].get_installed())
        env = self.with_context(lang=lang).env if lang in installed else self.env
        if people > 1:
            return env._(
                "I have read and understood these rules. My group of %s people and I "
                "keep to them.",
                people,
            )
        return env._("I have read and understood these rules, and I keep to them.")

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    def _named_policy(self, policy_id):
        """The text that a call names; none for what is no number."""
        known = type(policy_id) is int and policy_id
        return self.env["visitor.policy"].browse(known or ())

    def _askable(self, policy):
        """The text with an id, if it is asked of this person here or at a gate.

        :raise UserError: it is not; says what it is
        """
        policy = policy.sudo().exists()
        if policy and policy.state == "draft":
            raise UserError(
                self.env._(
                    "This text is a draft: nobody accepts it before it is published."
                )
            )
        asked = self._policies_asked()
        if policy not in asked:
            # a gate asks for the texts of the area it opens into
            areas_sudo = self.env["visitor.area"].sudo()
            places = areas_sudo.search(
                [("site_id", "=", self.site_id.id), ("policy_ids", "!=", False)]
            )
            asked |= places.policy_ids._in_force()
        if policy not in asked:
            if policy and policy._in_force() & asked:
                raise UserError(
                    self.env._(
                        "Another version of this text is in force. Open it and show "
                        "that one."
                    )
                )
            raise UserError(self.env._("This text is not asked of this visitor."))
        return policy

    # ------------------------------------------------------------
    # EFFECTS
    # ------------------------------------------------------------

    def _accept_policy(self, policy, channel, signature=False, lang=False):
        """Record that this person accepted a text; the callers check who asks.

        Accepted already, by this person for as many people, it is not recorded again.

        :param policy: ``visitor.policy``
        :param str channel: a ``channel`` of ``visitor.policy.acceptance``
        :param signature: a picture in base64, or nothing
        :param str lang: in which it was read; default: what the person is shown
        :return: ``visitor.policy.acceptance``
        :raise UserError: see :meth:`accept_policy`
        """
        self.ensure_one()
        self.visit_id._check_no_sample()
        read_committed(self.env)
        self._lock()
        self._check_not_over()
        policy = self._askable(policy)
        acceptances = self.env["visitor.policy.acceptance"]
        if policy not in self._policies_missing():
            earlier = acceptances.search(
                [
                    ("policy_id", "=", policy.id),
                    ("registration_id", "=", self.id),
                    ("name", "=", self.name),
                    ("headcount", ">=", self.headcount),
                ],
                limit=1,
            )
            if earlier:
                return earlier
        if policy.asks_signature and not signature:
            raise UserError(
                self.env._("This text is signed: let the visitor sign below it.")
            )
        read_in = policy._shown(lang or self._reads())["lang"]
        acceptance = acceptances._record(self, policy, channel, read_in, signature)
        self._bus_changed()
        return acceptance
