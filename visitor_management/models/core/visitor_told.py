import json

from odoo import models

from ...tools.sentences import say

# of what a push service takes, with its encryption
MOST_PUSHED = 1000
ICON = "/web/static/img/odoo-icon-192x192.png"


class VisitorTold(models.AbstractModel):
    """The one place from which messages go out: in the language of who reads them."""

    _name = "visitor.told"
    _description = "Messages to people"

    def _in_language_of(self, partner, otherwise=""):
        """This model as a person reads it.

        :param partner: ``res.partner``
        :param str otherwise: the language where the person has none; default: as it is
        """
        lang = partner.sudo().lang or otherwise or self.env.lang  # of who is written to
        return self.with_context(lang=lang)

    def _notify(self, partner, words, about=None, otherwise="", pictures=(), layout=""):
        """Queue a message to one person; it never waits for a mail server.

        :param partner: ``res.partner``, may be empty: then nobody is told
        :param words: called with an environment in the person's language, answers the
            subject, without personal data, and the body: a text, or ``Markup``
        :param about: a record with a chatter, whose page the message opens
        :param str otherwise: the language where the person has none
        :param pictures: of JPEG or PNG, bytes, for nobody's eyes but the person's
        :param str layout: xml id of what stands around it in a mail, if not Odoo's
        :return: ``mail.message``
        """
        if not partner:
            return self.env["mail.message"]
        told = self._in_language_of(partner, otherwise)
        subject, body = words(told.env)
        thread = self.env["mail.thread"] if about is None else about
        message = thread.with_context(
            lang=told.env.lang, mail_notify_force_send=False
        ).message_notify(
            partner_ids=partner.ids,
            subject=subject,
            body=body,
            attachments=[
                (f"photo-{number}.jpg", picture)
                for number, picture in enumerate(pictures, 1)
            ],
            force_send=False,
            **({"email_layout_xmlid": layout} if layout else {}),
        )
        if pictures:
            # of the message, which its recipient reads and nobody else: not of the
            # document, which others may read; sudo: just made here
            message.sudo().attachment_ids.write(
                {"res_model": message._name, "res_id": message.id}
            )
        return message

    def _push(self, users, title, body, record):
        """Queue a notice to the phones and browsers where users said they want them.

        Odoo's own job sends it after the commit; nobody waits for a push service. It is
        shown on locked screens: texts name nobody.

        :param users: ``res.users``
        :param title: a text, or a lazy translation, said in each one's language
        :param body: the same
        :param record: whose page it opens
        :return: ids of the ``mail.push`` that wait
        """
        partners_sudo = users.sudo().partner_id  # where they are told, not shown
        devices_sudo, *_keys = self.env[
            "mail.thread"
        ]._web_push_get_partners_parameters(partners_sudo.ids)
        if not devices_sudo:
            return []
        texts = {}
        for lang in set(devices_sudo.partner_id.mapped("lang")):
            env = self.with_context(lang=lang or self.env.lang).env
            texts[lang] = [
                (each if isinstance(each, str) else say(env, each))[:MOST_PUSHED]
                for each in (title, body)
            ]
        return self._queue_pushes(
            (
                device,
                {
                    "title": texts[device.partner_id.lang][0],
                    "options": {
                        "body": texts[device.partner_id.lang][1],
                        "icon": ICON,
                        "data": {"model": record._name, "res_id": record.id},
                    },
                },
            )
            for device in devices_sudo
        )

    def _queue_pushes(self, pushes):
        """Leave pushes for Odoo's own job, which sends them after the commit.

        :param pushes: pairs of ``mail.push.device`` and what Odoo's worker shows
        :return: ids of the ``mail.push``
        """
        pushes_sudo = self.env["mail.push"].sudo()  # of whoever is told; nobody's
        pushes_sudo = pushes_sudo.create(
            [
                {"mail_push_device_id": device.id, "payload": json.dumps(payload)}
                for device, payload in pushes
            ]
        )
        self.env.ref("mail.ir_cron_web_push_notification").sudo()._trigger()
        return pushes_sudo.ids
