from odoo import models

from ...tools.ours import is_ours


class MailTrackingValue(models.Model):
    _inherit = "mail.tracking.value"

    def _format_display_value(self, field_type, new=True):
        """Odoo keeps the words of whoever made a change: on documents of ours they are
        said in the language of who reads them.
        """
        shown = super()._format_display_value(field_type, new=new)
        if field_type != "selection":
            return shown
        return [
            tracking._label_for_reader(text) if text else text
            for tracking, text in zip(self, shown, strict=True)
        ]

    def _label_for_reader(self, text):
        """
        :param str text: the label of an option, in the language of who chose it
        """
        field_sudo = self.sudo().field_id  # what it is called
        if not is_ours(self.env, field_sudo.model):
            return text
        field = self.env[field_sudo.model]._fields.get(field_sudo.name)
        if field is None or field.type != "selection":
            return text
        for code, _name in self.env["res.lang"].get_installed():
            env = self.with_context(lang=code).env
            for option, label in field._description_selection(env):
                if label == text:
                    options = dict(field._description_selection(self.env))
                    return options.get(option, text)
        return text
