"""Prints as paper: what wkhtmltopdf makes of a report, looked at as a picture."""

import base64
import io
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

from odoo.tools.pdf import PdfFileReader

from .common import VisitorCommon

MM_PER_POINT = 25.4 / 72
DARK = 110
# Sixty characters of what people are called, and of what some would like to be.
NAMES = {
    "latin": "Maximiliana Oberhuber-Schwarzenegger von und zu Hohenstaufen",
    "one word": "W" * 60,
    "narrow": "il" * 30,
    "chinese": "欧阳娜娜阿依古丽买买提" * 5 + "张王李赵钱",
    "mixed": "Zhang Wei 张伟 (Acme 有限公司), Beijing 北京 and Shanghai 上海, Room 8",
    "arabic": "محمد عبد الرحمن بن عبد العزيز آل سعود الأول من مدينة الرياض",
    "emoji": "👩‍👩‍👧‍👦😀🎉" * 6,
    "script": "<script>alert(1)</script><img src=x onerror=alert(2)>&amp;'\"",
    "svg": "</text></svg><foreignObject><b>big</b></foreignObject>]]>",
    "override": "Wei \u202egnahZ\u202c \u2067evil\u2069 \u200fend",
    "lines": "Zhang\nWei\t\x0b\x1f\u2028the second",
    "marks": "Z\u0300\u0301\u0302\u0303\u0304\u0305" * 8,
}


class PrintCommon(VisitorCommon):
    """Real PDFs. Without wkhtmltopdf, poppler or zbar these tests fail, not skip."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Odoo's tests print HTML unless they are told otherwise
        cls.env = cls.env(context=dict(cls.env.context, force_report_rendering=True))
        cls.user_reception.name = "Rita"

    @classmethod
    def _passes(cls, *names, **values):
        """A pass that is ready for each name, as reception sees them."""
        return cls._registration(
            names=names, **values
        ).visit_id.registration_ids.mapped("pass_ids")

    def _print(self, report, records, user=None, lang="en_US"):
        """The PDF of a report (end of its xml id), as reception prints it."""
        reports = self.env["ir.actions.report"].with_user(user or self.user_reception)
        content, kind = reports.with_context(lang=lang)._render_qweb_pdf(
            f"visitor_management.report_visitor_{report}", records.ids
        )
        self.assertEqual(kind, "pdf", "wkhtmltopdf printed it")
        return content

    def _html(self, report, records, user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.user_reception)
        return reports._render_qweb_html(
            f"visitor_management.report_visitor_{report}", records.ids
        )[0].decode()

    def _assert_only_text(self, html):
        """Nothing that a person typed became an element."""
        for element in ("<script", "<img", "<foreignObject", "<b>", "]]>"):
            self.assertFalse(element in html, element)
        self.assertTrue("&lt;script&gt;" in html)
        for mark in "\u202e\u2067\u200f":
            self.assertFalse(mark in html, ascii(mark))

    def _sizes(self, pdf):
        """Width and height of each page in millimetres."""
        pages = PdfFileReader(io.BytesIO(pdf), strict=False).pages
        return [
            (
                float(page.mediabox.width) * MM_PER_POINT,
                float(page.mediabox.height) * MM_PER_POINT,
            )
            for page in pages
        ]

    def _pictures(self, pdf, dpi=200):
        """Each page as a grey picture."""
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "print.pdf")
            source.write_bytes(pdf)
            subprocess.run(
                ["pdftoppm", "-r", str(dpi), "-gray", source, Path(folder, "page")],
                check=True,
                capture_output=True,
            )
            return [
                Image.open(io.BytesIO(path.read_bytes()))
                for path in sorted(Path(folder).glob("page*.pgm"))
            ]

    def _text(self, pdf):
        """The words of a PDF, in no particular order."""
        return subprocess.run(
            ["pdftotext", "-layout", "-", "-"],
            input=pdf,
            check=True,
            capture_output=True,
        ).stdout.decode()

    def _decode(self, picture):
        """What an ordinary QR reader reads from a page."""
        with tempfile.NamedTemporaryFile(suffix=".png") as file:
            picture.save(file, "PNG")
            file.flush()
            answer = subprocess.run(
                ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable"]
                + [file.name],
                capture_output=True,
                check=False,
                text=True,
            )
        return answer.stdout.strip()

    def _image(self, color="#336699", size=(320, 400), kind="JPEG"):
        out = io.BytesIO()
        Image.new("RGB", size, color).save(out, kind)
        return base64.b64encode(out.getvalue())
