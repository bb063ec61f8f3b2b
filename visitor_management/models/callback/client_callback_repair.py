from odoo import fields, models


class ClientCallback(models.Model):
    """A repair that comes again and again asks for an analysis."""

    _inherit = "client.callback"

    def _repaired_at(self):
        return self.anchor_at or self.create_date or fields.Datetime.now()

    def _note_repeated(self):
        """Ask for an analysis where a repair that was entered by hand is one too many.

        Of those in a sample the draw says it.
        """
        for callback_sudo in self.sudo():  # follows from what the user entered
            by_hand = not (
                callback_sudo.draw_line_id
                or callback_sudo.complaint_id
                or callback_sudo.previous_id
            )
            known = callback_sudo.analysis_required or callback_sudo.state != "planned"
            if by_hand and not known and callback_sudo._is_repeated():
                callback_sudo.analysis_required = True
                callback_sudo._ask_for_analysis(callback_sudo)
