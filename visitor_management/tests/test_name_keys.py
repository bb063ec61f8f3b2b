"""Which names are of one person, for all we can tell, and which are not."""

from odoo.tests import BaseCase, tagged

from ..tools import name_keys, pinyin

SAME = {
    "written otherwise": """
        张伟=張偉 张伟=张__伟 张伟=张\u200b伟 张伟=张伟先生 张伟=张伟女士 鍾欣=钟欣
        鍾欣=锺欣 乾隆生=干隆生 於右任=于右任 陳昇=陈升 後羿=后羿 葉問=叶问
        王\u2f29明=王小明 髙橋健=高桥健 葛\U000e0100城健=葛城健
        买买提·吐尔逊=买买提•吐尔逊 买买提·吐尔逊=买买提・吐尔逊
        王_小_明=王小明 劉德華=刘德华 龍應台=龙应台 ｶﾀｶﾅ=カタカナ 김철수=김철수
        สมชาย=สมชาย""",
    "in letters": """
        Sean_O’Brien=Sean_O`Brien Sean_Ｏ＇Ｂｒｉｅｎ=Sean_O'Brien
        Nguyễn_Văn_An=NGUYEN_VAN_AN Đặng_Thị_Hoa=Dang_Thi_Hoa Hans_Groß=Hans_Gross
        Lars_Kjær=Lars_Kjaer Ahmet_IŞIK=Ahmet_ışık Łukasz_Nowak=Lukasz_Nowak
        Фёдор_Иванов=Федор_ИВАНОВ محمد_علی=محمد_علي Νίκος_Σς=ΝΙΚΟΣ_ΣΣ
        𝓙𝓸𝓱𝓷_Smith=John_Smith John_Smith=Smith,_John Mr_John_Smith=John_Smith
        Dr._Anna_Berg=Anna_Berg José_García=Jose_Garcia François_Noël=Francois_Noel
        Ana_Muñoz=Ana_Munoz Jürgen_Höß=Jurgen_Hoss Jürgen_Höß=Juergen_Hoess
        Søren_Kierk=Soren_Kierk""",
    "two names in one": """
        Wang_Xiaoming_王小明=王小明 Wang_Xiaoming_王小明=Xiaoming_Wang
        王小明wang=王小明""",
    "the same sound": """
        李玮=李伟 李卫=李伟 蕭红=肖红 傅生=付生 閻利=闫莉""",
    "joined, in Latin letters": """
        Sean_O_Brien=Sean_OBrien JSCARGUMENT=JSC_ARGUMENT Ian_Mc_Donald=Ian_McDonald
        Ali_al-Hassan=Ali_Alhassan 曾志伟=ZHIWEI_ZENG 曾志伟=Zeng_Zhi_Wei
        单田芳=Shan_Tianfang 吕布=Lü_Bu 吕布=LYU_BU 欧阳娜娜=Ouyang_Nana
        张伟=ZHANGWEI 任盈盈=Ren_Yingying""",
    "one letter": """
        Anna_Müller=Anna_Mueller Jackson_Micheal=Michael_Jackson
        Katherine_Jones=Katharine_Jones Robert_Johnson=Robert_Johnsson
        Peter_Ivanof=Peter_Ivanov""",
    "without what is left out easily": """
        John_Q_Smith=John_Smith Maria_de_la_Cruz=Maria_Cruz""",
}
OTHER = """
    张=张 张先生=张先生 王经理=王经理 John=John Mr_John=Mr_John Company=Company 😀=😀
    \u200b\u3164=\u200b\u3164 访客=访客 司机=司机 Jon_Smith=John_Smith
    Иванов_Пётр=Ivanov_Petr Hsiao-ming_Wang=王小明 张伟=张强 张伟=王伟 李娜=Lina
    Zhang_Liang=Zhang_Liange Li_Ming=Li_Meng John_Smith=Jane_Smith
    John_Smith=John_Smythson Anna_Maria_Berg=Anna_Berg 欧阳娜=欧阳娜娜"""


def pairs(text):
    """Pairs of names, in which an underscore is a blank and two are a wide one."""
    return [
        tuple(
            each.replace("__", "\u3000").replace("_", " ") for each in pair.split("=")
        )
        for pair in text.split()
    ]


@tagged("post_install", "-at_install")
class TestNameKeys(BaseCase):
    def test_one_person(self):
        count = 0
        for kind, text in SAME.items():
            for one, other in pairs(text):
                with self.subTest(kind, one=one, other=other):
                    self.assertTrue(name_keys.same_name(one, other))
                    self.assertTrue(name_keys.same_name(other, one))
                    self.assertTrue(name_keys.keys(one) & name_keys.keys(other))
                count += 1
        self.assertGreaterEqual(count + len(pairs(OTHER)), 82)

    def test_another_person(self):
        for one, other in [*pairs(OTHER), ("", ""), (False, False), ("张\u3000", "张")]:
            with self.subTest(one=one, other=other):
                self.assertFalse(name_keys.same_name(one, other))
                self.assertFalse(name_keys.same_name(other, one))

    def test_firms(self):
        for one, other in (
            ("Becket Works Co., Ltd.", "BECKET WORKS"),
            ("北京新兴科技有限公司", "北京新興科技"),
            ("Müller GmbH", "MULLER"),
        ):
            self.assertEqual(name_keys.firm(one), name_keys.firm(other))
        self.assertNotEqual(name_keys.firm("Acme"), name_keys.firm("Acne"))
        self.assertEqual(name_keys.firm(""), "")

    def test_what_reads_as_chinese(self):
        for word in ("xiaoming", "li", "zhang", "lyu", "xian"):
            self.assertTrue(pinyin.reads_as(word), word)
        for word in ("smith", "john", "boris", ""):
            self.assertFalse(pinyin.reads_as(word), word)

    def test_a_long_name_does_not_hold_up_the_server(self):
        name = "长" * 900 + " " + "é" * 500 + " x" * 200
        self.assertLess(len(name_keys.keys(name)), 60)
