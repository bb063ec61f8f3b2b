import json
import re
from contextlib import contextmanager

from lxml import html

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.mail import html_to_inner_content

from ...tools import names

# A picture or a page from elsewhere could be another one tomorrow.
FROM_ELSEWHERE = "//img|//video|//audio|//iframe|//object|//embed|//picture|//source"
# The same by a style, and what nobody who accepts it reads.
STYLED = "//*[@style]"
HIDING = re.compile(
    r"url\(|image-set\(|display:none|opacity:0*(\.0*)?(;|$)"
    r"|font-size:0*(\.0*)?(px|pt|em|rem|%)?(;|$)"
)


class VisitorPolicy(models.Model):
    """The text of a version in each of its languages.

    Odoo keeps the text of the first language under English as well, where nobody wrote
    an English one. A language counts as one of the text's own where its text differs
    from the first.
    """

    _inherit = "visitor.policy"

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def add_translation(self, lang, body, name=""):
        """Add a language to a text; of a published one none can be changed.

        :param str lang: the code of an installed language, as ``zh_CN``
        :param str body: HTML
        :param str name: the title in that language; default: as it is
        :return: True
        :raise AccessError: not the administrator
        :raise UserError: the version has this language already, or it is no text
        """
        self.ensure_one()
        self.check_access("write")
        if lang not in dict(self.env["res.lang"].get_installed()):
            raise UserError(
                self.env._("“%s” is not one of the installed languages.", lang)
            )
        if lang in self._langs()[self]:
            raise self._has_language(lang)
        sanitized = self._fields["body"].convert_to_cache(body or "", self)
        self._check_text(sanitized)
        self.update_field_translations("body", {lang: sanitized})
        if names.readable(name):
            cleaned = self._fields["name"].convert_to_cache(name, self)
            self.update_field_translations("name", {lang: cleaned})
        return True

    def update_field_translations(self, field_name, translations, source_lang=""):
        """As Odoo does it; of what was published a language is added, none changed."""
        if field_name in ("name", "body"):
            self._check_added(field_name, translations)
        return super().update_field_translations(field_name, translations, source_lang)

    # ------------------------------------------------------------
    # WHAT VISITORS READ
    # ------------------------------------------------------------

    def _shown(self, lang):
        """A version as a visitor reads it.

        :param str lang: the visitor's language, may be empty
        :return: ``{"id", "name", "version", "kind", "lang", "fallback", "body",
            "asks_signature"}``; ``fallback``: it is not in that language
        """
        self.ensure_one()
        chosen = self._nearest(lang)
        texts = self._stored_texts()[self]
        body = texts["body"].get(chosen) or texts["body"].get("en_US") or ""
        name = texts["name"].get(chosen) or texts["name"].get("en_US") or ""
        return {
            "id": self.id,
            "name": name,
            "version": self.version,
            "kind": self.kind,
            "lang": chosen,
            "fallback": bool(lang) and chosen != lang,
            "body": body,
            "asks_signature": self.asks_signature,
        }

    def _nearest(self, lang):
        """Which of its languages somebody is shown: the own, else another spelling of
        it (zh_TW for zh_HK), else English, else the first.
        """
        langs = self._langs()[self]
        if lang in langs:
            return lang
        for family in filter(None, ((lang or "").split("_")[0], "en")):
            for each in langs:
                if each.split("_")[0] == family:
                    return each
        return langs[0]

    def _langs(self):
        """The languages in which there is a text, the first one first.

        :return: dict from policy to a list of codes
        """
        found = {}
        for policy, texts in self._stored_texts().items():
            bodies = texts["body"]
            first = bodies.get(policy.lang) or bodies.get("en_US")
            others = sorted(
                lang
                for lang, body in bodies.items()
                if lang != policy.lang and body and body != first
            )
            found[policy] = [policy.lang, *others]
        return found

    def _stored_texts(self):
        """Texts by language as they are stored, also of languages not installed now.

        :return: dict from policy to ``{"name": {lang: text}, "body": {lang: HTML}}``
        """
        self.flush_recordset(["name", "body"])
        rows = (
            self.env.execute_query(
                SQL(
                    "SELECT id, name, body FROM visitor_policy WHERE id IN %s",
                    self._ids,
                )
            )
            if self.ids
            else []
        )
        texts = {
            key: {"name": name or {}, "body": body or {}} for key, name, body in rows
        }
        empty = {"name": {}, "body": {}}
        return {policy: texts.get(policy._origin.id, empty) for policy in self}

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    def _check_texts(self):
        """
        :raise UserError: a text of one of the languages is none
        """
        texts = self._stored_texts()[self]["body"]
        for lang in self._langs()[self]:
            self._check_text(texts.get(lang) or texts.get("en_US"))

    def _check_text(self, body):
        """
        :raise UserError: nothing can be read, or something stands elsewhere
        """
        if not names.readable(html_to_inner_content(body or "")):
            raise UserError(
                self.env._("There is no text yet: write what visitors accept.")
            )
        parsed = html.fragment_fromstring(body, create_parent="div")
        if parsed.xpath(FROM_ELSEWHERE):
            raise UserError(
                self.env._(
                    "Rules are text only: a picture or a video could be another one "
                    "tomorrow, and what was accepted has to stay. Take it out."
                )
            )
        styles = [each.get("style").lower() for each in parsed.xpath(STYLED)]
        if any(HIDING.search("".join(style.split())) for style in styles):
            raise UserError(
                self.env._(
                    "Part of the text is hidden, or shows something from elsewhere. "
                    "Visitors accept what they read: paste it as plain text."
                )
            )

    def _check_added(self, field_name, translations):
        """
        :raise UserError: a language of a published version would change
        """
        for policy in self:
            if policy.state == "draft":
                continue
            self.check_access("write")
            stored = policy._stored_texts()[policy][field_name]
            first = stored.get(policy.lang) or stored.get("en_US")
            for lang, text in translations.items():
                own = stored.get(lang)
                if not text or lang == policy.lang or (own and own != first):
                    raise policy._has_language(lang)
                if field_name == "body":
                    policy._check_text(text)

    def _has_language(self, lang):
        return UserError(
            self.env._(
                "This version is in the language “%s” already, and stays so. Make a "
                "new version to change it.",
                dict(self.env["res.lang"].get_installed()).get(lang, lang),
            )
        )

    # ------------------------------------------------------------
    # EFFECTS
    # ------------------------------------------------------------

    @contextmanager
    def _following_texts(self, field_names):
        """Where nobody translated the first text, what is stored of it in another
        language follows it.
        """
        followers = []
        for policy, texts in self._stored_texts().items() if field_names else ():
            for name in field_names:
                first = texts[name].get(policy.lang)
                same = [
                    lang
                    for lang, text in texts[name].items()
                    if lang != policy.lang and text == first
                ]
                if first and (self.env.lang or "en_US") == policy.lang and same:
                    followers.append((policy, name, same))
        yield
        for policy, name, same in followers:
            text = policy._stored_texts()[policy][name].get(policy.lang)
            policy._store_texts(name, dict.fromkeys(same, text))

    def _store_texts(self, field_name, texts):
        """Store texts as they are, past what guards them; the callers checked them.

        :param str field_name: ``name`` or ``body``
        :param dict texts: by language, also by one that is not installed
        """
        self.flush_recordset([field_name])
        column = SQL.identifier(field_name)
        self.env.cr.execute(
            SQL(
                "UPDATE visitor_policy SET %s = %s || %s::jsonb WHERE id = %s",
                column,
                column,
                json.dumps(texts),
                self.id,
            )
        )
        self.invalidate_recordset([field_name], flush=False)
