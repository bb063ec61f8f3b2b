from odoo import api, models

TITLES = {
    "en_US": "Notice to Visitors",
    "zh_CN": "访客须知",
    "zh_TW": "訪客須知",
}
LINES = {
    "en_US": (
        "Register at reception and wear your badge where it can be seen.",
        "Stay with the person who receives you.",
        "Keep to the way you are shown.",
        "Take no photographs and make no recordings without permission.",
        "Do not smoke, and light no fire.",
        "Touch no machines and no equipment.",
        "Wear the protection that you are given.",
        "Bring in nothing that is dangerous.",
        "When the alarm sounds, go with your escort to the assembly point.",
        "When you leave, give back your badge and sign out.",
    ),
    "zh_CN": (
        "请在前台登记，并将访客证佩戴在明显位置。",
        "请由接待人全程陪同。",
        "请只走指定的路线。",
        "未经许可，请勿拍照、录像或录音。",
        "禁止吸烟，禁止使用明火。",
        "请勿触碰机器和设备。",
        "请按规定穿戴防护用品。",
        "请勿携带危险物品入内。",
        "听到警报时，请随陪同人员前往集合点。",
        "离开时请交还访客证并登记离场时间。",
    ),
    "zh_TW": (
        "請在櫃檯登記，並將訪客證佩戴在明顯位置。",
        "請由接待人全程陪同。",
        "請只走指定的路線。",
        "未經許可，請勿拍照、錄影或錄音。",
        "禁止吸菸，禁止使用明火。",
        "請勿觸碰機器和設備。",
        "請依規定穿戴防護用品。",
        "請勿攜帶危險物品入內。",
        "聽到警報時，請隨陪同人員前往集合點。",
        "離開時請交還訪客證並登記離場時間。",
    ),
}


class VisitorPolicy(models.Model):
    """A draft to begin with: ten lines, which nobody is asked for."""

    _inherit = "visitor.policy"

    @api.model
    def _make_notice(self):
        """Make the draft of the notice to visitors, in all its languages.

        Also in those that are not installed yet: they are there when they are.
        """
        notice = self.create(
            {
                "name": TITLES["en_US"],
                "kind": "conduct",
                "lang": "en_US",
                "body": self._notice("en_US"),
                "validity_months": 12,
                "asks_signature": True,
                "owner_id": False,
            }
        )
        notice._store_texts("name", TITLES)
        notice._store_texts("body", {lang: self._notice(lang) for lang in LINES})
        return notice.id

    @api.model
    def _notice(self, lang):
        return f"<ol>{''.join(f'<li>{line}</li>' for line in LINES[lang])}</ol>"
