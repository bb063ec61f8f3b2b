"""Which spellings of a name are one, and how Chinese names are found by their sound."""

import random

from odoo.tests import BaseCase, tagged

from ..tools import folding, pinyin, search_words
from ..tools.names import is_han

# Each line is one name, written in several ways.
SAME = (
    ("张伟", "張偉", "张　伟", "张 伟", "张\u200b伟", "张伟先生", "張偉女士", "张·伟"),
    ("鍾志强", "锺志强", "钟志强", "鐘志強"),
    ("李乾", "李干"),
    ("于右任", "於右任"),
    ("陈升", "陳昇", "陈昇"),
    ("后羿", "後羿"),
    ("叶问", "葉問"),
    ("王小明", "王⼩明", "王 小 明"),
    ("高桥", "髙橋", "高橋"),
    ("葛城", "葛\U000e0100城", "葛\ufe00城"),
    ("泽", "沢", "澤"),
    ("广", "広", "廣"),
    ("斋", "斎", "齋"),
    ("余", "馀", "餘"),
    ("苏", "甦", "蘇"),
    ("买买提·吐尔逊", "买买提•吐尔逊", "买买提吐尔逊", "买买提・吐尔逊"),
    ("O’Brien", "O'Brien", "O`Brien", "O´Brien", "Ｏ＇Ｂｒｉｅｎ", "oʼbrien", "OBRIEN"),
    ("Nguyễn", "NGUYEN", "Nguye\u0302\u0303n"),
    ("Đặng", "Dang", "ĐẶNG"),
    ("Groß", "GROSS", "gross"),
    ("Kjær", "KJAER"),
    ("Łukasz", "lukasz"),
    ("Sørensen", "Sorensen"),
    ("IŞIK", "ışık", "isik", "Işık", "İŞİK"),
    ("Фёдор", "Федор", "ФЁДОР"),
    ("مُحَمَّد", "محمد", "محمـد"),
    ("یک", "يك"),
    ("علی\u200cرضا", "علیرضا"),
    ("ς", "Σ", "σ"),
    ("カタカナ", "ｶﾀｶﾅ"),
    ("ガ", "ｶﾞ", "カ\u3099"),
    ("한국", "\u1112\u1161\u11ab국"),
    ("John", "𝓙𝓸𝓱𝓷", "Ｊｏｈｎ", "JOHN", "Jo\u00adhn"),
    ("Anne-Marie", "Anne Marie", "ANNE–MARIE", "Anne\nMarie"),
    ("٣٤", "34", "３４"),
)
DIFFERENT = (
    ("Jon", "John"),
    ("Иванов", "Ivanov"),
    ("张伟", "张卫"),
    ("โต", "ตา"),
    ("ガ", "カ\u3099\u3099カ"),
    ("祐", "佑"),
    ("沪", "滤"),
)
NOTHING = ("", " ", "\u200b", "\u3164", "\u2800", "···", "’", "😀", None, False, "%_\\")

# Surnames and how they sound: some that characters alone get wrong, some right.
SURNAMES = (
    "单shan 解xie 仇qiu 查zha 区ou 曾zeng 翟zhai 朴piao 盖ge 缪miao 员yun 乐yue 覃qin "
    "卜bu 种chong 黑he 折she 尉迟yuchi 万俟moqi 长孙zhangsun 任ren 宓mi 祭zhai 繁po "
    "召shao 阚kan 洗xian 冼xian 都du 藏zang 牟mou 粘nian 欧阳ouyang 司马sima 诸葛zhuge "
    "上官shangguan 夏侯xiahou 令狐linghu 澹台tantai 单于chanyu 皇甫huangfu 宇文yuwen "
    "张zhang 王wang 李li 赵zhao 陈chen 刘liu 杨yang 黄huang 周zhou 吴wu 徐xu 孙sun "
    "胡hu 朱zhu 高gao 林lin 何he 郭guo 马ma 罗luo 梁liang 宋song 郑zheng 谢xie 韩han "
    "唐tang 冯feng 于yu 董dong 萧xiao 程cheng 曹cao 袁yuan 邓deng 许xu 傅fu 沈shen "
    "彭peng 吕lv 苏su 卢lu 蒋jiang 蔡cai 贾jia 丁ding 魏wei 薛xue 叶ye 阎yan 余yu "
    "潘pan 杜du 戴dai 夏xia 钟zhong 汪wang 田tian 姜jiang 范fan 方fang 石shi 姚yao "
    "谭tan 廖liao 邹zou 熊xiong 金jin 陆lu 郝hao 孔kong 白bai 崔cui 康kang 毛mao 邱qiu "
    "秦qin 江jiang 史shi 顾gu 侯hou 邵shao 孟meng 龙long 万wan 段duan 雷lei 钱qian "
    "汤tang 尹yin 黎li 易yi 常chang 武wu 乔qiao 贺he 赖lai 龚gong 文wen 褚chu 宁ning "
    "葛ge 华hua 燕yan 车che 强qiang 盛sheng 石shi 纪ji 费fei 冉ran 佘she 晁chao"
).split()


def key(text):
    return sorted(folding.words(text))


@tagged("post_install", "-at_install")
class TestFolding(BaseCase):
    def test_spellings_of_one_name(self):
        for first, *others in SAME:
            for other in others:
                with self.subTest(f"{first} {other}"):
                    self.assertEqual(key(other), key(first))
                    self.assertTrue(key(first))

    def test_names_that_only_look_alike(self):
        for one, other in DIFFERENT:
            with self.subTest(f"{one} {other}"):
                self.assertNotEqual(key(one), key(other))

    def test_of_some_texts_nothing_is_left(self):
        for text in NOTHING:
            with self.subTest(text):
                self.assertEqual(folding.fold(text), "")
        self.assertEqual(key("张先生"), ["张先生"], "of a surname alone not, either")
        self.assertEqual(key("先生"), ["先生"])

    def test_vowels_of_thai_and_hindi_are_no_marks(self):
        for name in ("สมชาย", "ปิติ", "हिन्दी", "ស៊ីហា"):
            with self.subTest(name):
                self.assertNotEqual(
                    folding.fold(name), folding.fold(name).translate(_NO_VOWELS)
                )

    def test_umlauts_spelled_out(self):
        self.assertEqual(folding.fold("Müller"), "muller")
        for text in ("Müller", "Mu\u0308ller", "MÜLLER", "mueller"):
            self.assertEqual(folding.fold(text, spelled_out=True), "mueller")

    def test_a_folded_text_is_folded(self):
        rng = random.Random(20261130)
        for _i in range(3000):
            text = "".join(
                chr(rng.choice((rng.randrange(0x250), rng.randrange(0x30000))))
                for _j in range(rng.randrange(12))
            )
            folded = folding.fold(text)
            with self.subTest(ascii(text)):
                self.assertEqual(folding.fold(folded), folded)
                self.assertNotIn(search_words.PHONE, folded)
            search_words.Asked.of(text, "").matches(folded)
            search_words.of_visitor(text, text, text, "", (text,), (text,), text)

    def test_simplified_characters_stand_for_themselves(self):
        table = folding.traditional()
        self.assertGreater(len(table), 4000)
        for code, found in table.items():
            self.assertNotIn(ord(found), table, chr(code))
            self.assertTrue(is_han(found) and is_han(chr(code)), chr(code))


_NO_VOWELS = dict.fromkeys((*range(0xE31, 0xE3B), *range(0x93E, 0x94D), 0x17CA, 0x17B8))


@tagged("post_install", "-at_install")
class TestPinyin(BaseCase):
    def test_surnames(self):
        self.assertGreater(len(SURNAMES), 120)
        for entry in SURNAMES:
            surname = "".join(filter(is_han, entry))
            sound = entry.removeprefix(surname)
            with self.subTest(entry):
                found = pinyin.readings(f"{surname}明")
                self.assertEqual("".join(found[0]), f"{sound}ming")

    def test_what_finds_a_name(self):
        for name, letters in (
            ("张伟", "zhangwei zw wei"),
            ("曾志伟", "zengzhiwei zzw zhiwei cengzhiwei czw"),
            ("单田芳", "shantianfang stf tianfang dantianfang dtf"),
            ("尉迟恭", "yuchigong ycg yg gong"),
            ("欧阳娜娜", "ouyangnana oynn onn nana"),
            ("吕布", "lvbu lubu lyubu lb bu"),
            ("王", "wang w"),
            ("欧阳", "ouyang oy yang"),
            ("", ""),
        ):
            with self.subTest(name):
                self.assertEqual(" ".join(pinyin.name_letters(name)), letters)

    def test_second_readings(self):
        for name, letters in (
            *(("李乐", "liyue"), ("李长", "lizhang"), ("李行", "lihang")),
            *(("李朝", "lizhao"), ("李晟", "licheng"), ("李柏", "libo")),
            *(("李茜", "lixi"), ("李茜", "liqian"), ("覃伟", "tanwei")),
            *(("乐嘉", "lejia"), ("李干", "liqian")),
        ):
            with self.subTest(name):
                self.assertIn(letters, pinyin.name_letters(name))

    def test_characters_without_a_sound(self):
        self.assertEqual(pinyin.sound("A"), "")
        self.assertEqual(pinyin.name_letters("\U00030ede\U00030ede"), [])


@tagged("post_install", "-at_install")
class TestSearchWords(BaseCase):
    def _line(self, name="", number="", plate="", phone="", **others):
        values = {"firms": (), "hosts": (), "purpose": "", **others}
        return search_words.of_visitor(name, number, plate, phone, **values)

    def test_the_line_of_a_visitor(self):
        self.assertEqual(
            self._line(
                "张伟",
                "V/2026/00012",
                "沪A·12345",
                "+8613800138000",
                firms=("Acme Trading", "大众"),
                hosts=("O’Brien", "1202"),
                purpose="Audit, 会议",
            ),
            "张伟 zhangwei zw wei v202600012 沪a12345 +8613800138000 acme trading "
            "大众 dazhong dz obrien 1202 audit 会议",
        )

    def test_names_in_letters(self):
        for name, line in (
            ("O’Brien", "obrien"),
            ("Nguyễn Văn An", "nguyen van an nguyenvanan annguyenvan"),
            (
                "Wang Xiaoming 王小明",
                "wang xiaoming 王小明 wangxiaoming wxm xiaomingwang",
            ),
        ):
            with self.subTest(name):
                self.assertEqual(self._line(name), line)
        found = self._line("Müller-Lüdenscheidt").split()
        self.assertEqual(found[:2], ["muller", "ludenscheidt"])
        self.assertIn("mueller", found)
        self.assertIn("luedenscheidtmueller", found)

    def test_it_is_cut_between_words(self):
        line = self._line(
            "王" * 3, purpose=" ".join(f"维修空调{i}" for i in range(200))
        )
        self.assertLessEqual(len(line.encode()), search_words.MOST_BYTES)
        self.assertGreater(len(line.encode()), search_words.MOST_BYTES - 30)
        self.assertRegex(line, r"维修空调\d+$")
        endless = self._line("王" * 5000, "V/2026/00012")
        self.assertLessEqual(len(endless.encode()), search_words.MOST_BYTES)
        self.assertIn("v202600012", self._line("x" * 5000, "V/2026/00012"))
        self.assertEqual(self._line(), "")

    def test_of_a_long_name_only_the_beginning_is_read(self):
        """Each character with two readings makes another spelling of the whole name."""
        names = []
        self.patch(pinyin, "name_letters", lambda name: names.append(name) or [])
        self._line("单" * 5000, hosts=("行" * 5000,))
        self.assertEqual(sorted(set(map(len, names))), [search_words.MOST_BYTES])

    def test_what_finds_a_visitor(self):
        lines = {
            name: self._line(
                name,
                "V/2026/00012",
                "沪A·12345",
                "+8613800138000",
                firms=("Acme Trading",),
                hosts=("Anita Oliver",),
                purpose="Audit",
            )
            for name in ("张伟", "Wang Xiaoming", "Müller", "吕布", "O Brien")
        }
        for name, texts in (
            (
                "张伟",
                ("张", "伟", "張偉", "张先生", "zw", "z", "zhang", "zhangw", "wei"),
            ),
            ("张伟", ("zhang wei", "Wei Zhang", "Acme zw", "zhangwei audit", "ANITA")),
            (
                "张伟",
                ("张wei", "12345 acme", "沪A12345", "A 123 45", "沪a 123", "00012"),
            ),
            ("张伟", ("V/2026/00012", "v2026", "13800138000", "138 0013 8000", "8000")),
            ("张伟", ("86138", "0086 138 0013 8000", "０１３８００１３８０００")),
            ("Wang Xiaoming", ("Acme Xiaoming", "xiaoming wang", "WANGXIAOMING", "wa")),
            ("Müller", ("muller", "Mueller", "MÜLLER", "Mu\u0308ller")),
            ("吕布", ("lv", "lu bu", "lvbu", "Lü Bu", "lyubu", "lb")),
            ("O Brien", ("O’Brien", "obrien", "o brien", "BRIEN")),
        ):
            for text in texts:
                with self.subTest(name=name, text=text):
                    self.assertTrue(search_words.Asked.of(text).matches(lines[name]))

    def test_what_does_not_find_a_visitor(self):
        line = self._line("张伟", plate="沪A12345", phone="+8613800138000")
        for text in (
            *("", " ", "%", "_", "\\", "😀", "李", "zhangli", "angwei x", "w zh q"),
            *("B13800", "沪800138", "a 8000", "800138 zhang", "138", "13", "+", "zz"),
            *("ei", "ng", "沪A1234567"),
        ):
            with self.subTest(text):
                self.assertFalse(search_words.Asked.of(text).matches(line))
