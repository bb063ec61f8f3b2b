import base64

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.http import DEFAULT_MAX_CONTENT_LENGTH
from odoo.tools import human_size

from ...tools.name_field import Line
from ...tools.picture_field import Picture

MOST_STEPS = 50
LONGEST_TEXT = 10000
# By which bytes a file is known, whatever its name says, and what it is served as.
PDF = "application/pdf"
VIDEOS = {"video/mp4": (4, b"ftyp"), "video/webm": (0, b"\x1aE\xdf\xa3")}


class VisitorInductionStep(models.Model):
    _name = "visitor.induction.step"
    _description = "Step of a Safety Training"
    _inherit = ["visitor.held.mixin", "visitor.fixed.mixin"]
    _order = "induction_id, sequence, id"
    _rec_name = "title"
    _fixed_fields = frozenset({"induction_id"})

    induction_id = fields.Many2one(
        "visitor.induction", "Training", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="induction_id.company_id", store=True, index=True
    )
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [
            ("text", "Text"),
            ("picture", "Picture"),
            ("video", "Video"),
            ("pdf", "Document to Read"),
        ],
        "Shown As",
        required=True,
        default="text",
    )
    title = Line("Heading", required=True, translate=True)
    body = fields.Text(
        "What Is Said",
        translate=True,
        help="Plain text; line breaks are kept. Read aloud by those who can't see what "
        "is shown.",
    )
    picture = Picture(max_width=1920, max_height=1920)
    file = fields.Binary(
        "Video or PDF", attachment=True, help="A video as MP4 or WebM, or a PDF file."
    )
    filename = Line("Name of the File")

    @api.constrains("kind", "picture", "file", "body", "title")
    def _check_content(self):
        for step in self:
            if len(step.body or "") > LONGEST_TEXT:
                raise ValidationError(
                    self.env._(
                        "A step has at most %s characters. Make two of it.",
                        LONGEST_TEXT,
                    )
                )
            stored = step.with_context(bin_size=False)
            if step.kind == "picture" and not stored.picture:
                raise ValidationError(
                    self.env._("“%s”: choose the picture that is shown.", step.title)
                )
            if step.kind in ("video", "pdf") and not stored.file:
                raise ValidationError(
                    self.env._("“%s”: choose the file that is shown.", step.title)
                )

    @api.constrains("induction_id")
    def _check_number(self):
        for induction in self.induction_id:
            if len(induction.step_ids) > MOST_STEPS:
                raise ValidationError(
                    self.env._(
                        "A training has at most %s steps. Nobody remembers more.",
                        MOST_STEPS,
                    )
                )

    # ------------------------------------------------------------
    # FILES
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("file"):
                self._kind_of(vals["file"], vals.get("kind", "text"))
        steps = super().create(vals_list)
        steps._name_kinds()
        return steps

    def write(self, vals):
        if vals.get("file"):
            for kind in {vals.get("kind", step.kind) for step in self}:
                self._kind_of(vals["file"], kind)
        elif vals.get("kind") in ("video", "pdf"):
            for step in self.with_context(bin_size=False):
                if step.file:
                    self._kind_of(step.file, vals["kind"])
        result = super().write(vals)
        if "file" in vals:
            self._name_kinds()
        return result

    @api.model
    def _kind_of(self, value, kind):
        """What a file is, by its bytes.

        :param value: base64, as it is written
        :param str kind: of the step
        :return: its MIME type
        :raise UserError: it is too large for this server, or nothing that is shown so
        """
        most = self._largest()
        value = value.encode() if isinstance(value, str) else value
        try:
            size = len(value) * 3 // 4
            head = base64.b64decode(value[:64], validate=True)
        except (TypeError, ValueError) as error:
            raise self._is_no_file(kind) from error
        if size > most:
            raise UserError(
                self.env._(
                    "This file has %(size)s, this server takes files of %(most)s at "
                    "most. Make the video shorter or smaller, or split it into several "
                    "steps.",
                    size=human_size(size),
                    most=human_size(most),
                )
            )
        if kind != "video" and head.startswith(b"%PDF-"):
            return PDF
        for mimetype, (at, begins) in VIDEOS.items():
            if kind != "pdf" and head[at:].startswith(begins):
                return mimetype
        raise self._is_no_file(kind)

    def _is_no_file(self, kind):
        if kind == "video":
            return UserError(
                self.env._(
                    "This is no video that browsers show. Use an MP4 or WebM file."
                )
            )
        if kind == "pdf":
            return UserError(self.env._("This is no PDF file. Choose another one."))
        return UserError(
            self.env._("Choose a video (MP4 or WebM) or a PDF file for a step.")
        )

    @api.model
    def _largest(self):
        """How many bytes a file may have: as much as the server takes in one go.

        :return: int
        """
        parameters_sudo = self.env["ir.config_parameter"].sudo()  # a limit, no secret
        limit = parameters_sudo.get_param("web.max_file_upload_size")
        try:
            # a limit of none, or none that is a number, is Odoo's own
            most = int(limit) or DEFAULT_MAX_CONTENT_LENGTH
        except (TypeError, ValueError):
            most = DEFAULT_MAX_CONTENT_LENGTH
        return most

    def _name_kinds(self):
        """Say of the stored files what they are, so that browsers show them."""
        for step in self.with_context(bin_size=False):
            stored_sudo = step._stored_file()
            if stored_sudo:
                stored_sudo.mimetype = self._kind_of(step.file, step.kind)

    def _url(self):
        """Where a user of Odoo reads what a step shows; ``""`` of a text."""
        self.ensure_one()
        if self.kind == "picture":
            return f"/web/image/{self._name}/{self.id}/picture"
        if self.kind in ("video", "pdf"):
            return f"/web/content/{self._name}/{self.id}/file"
        return ""

    def _stored_file(self):
        """The attachment of the video or PDF; its ``mimetype`` is true.

        :return: ``ir.attachment`` with superuser rights
        """
        self.ensure_one()
        attachments_sudo = self.env["ir.attachment"].sudo()  # of a step one may read
        return attachments_sudo.search(
            [
                ("res_model", "=", self._name),
                ("res_field", "=", "file"),
                ("res_id", "=", self.id),
            ],
            limit=1,
        )
