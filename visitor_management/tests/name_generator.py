"""Names drawn by how common they are, for figures: made up, of nobody.

Surnames weigh about as much as they do among people; given names are put together of
characters, or drawn, by a weight that falls with the rank. What does not stand in the
lists is made of syllables: most people have a rare surname.
"""

from itertools import accumulate

# per mille of people, the commonest first
HAN_SURNAMES = (
    "王72李72张68刘54陈45杨31赵23黄23周21吴20徐17孙15胡13朱13高12林11何11郭11马10罗9"
    "梁8宋8郑8谢7韩7唐7冯7于6董6萧6程6曹6袁5邓5许5傅5沈5曾5彭5吕5苏4卢4蒋4蔡4贾4"
    "丁4魏4薛4叶4阎4余3潘3杜3戴3夏3钟3汪3田3任3姜3范3方3石3姚3谭3廖3邹3熊2金2陆2"
    "郝2孔2白2崔2康2毛2邱2秦2江2史2顾2侯2邵2孟2龙2万2段2雷2钱2汤2尹2黎2易2常2武2"
    "乔2贺2赖2龚2文2"
)
HAN_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红建文国志海云宇浩子轩梓涵"
    "雨欣怡佳嘉俊泽晨博思诗琪雪梅兰竹菊春夏秋冬东西南北天地山水江河湖波峰岩石林森木"
    "松柏杨柳桃李杏花草叶莲荷蓉薇蕾莉莎菲妮婷婉媛嫣妍妙慧智勤俭诚信义仁礼德善良正直"
    "忠孝廉耻和谐安宁康健福禄寿喜庆吉祥瑞祺祖宗先光耀辉煌灿烂星辰日月阳晴朗晓旭晖昊"
    "昌盛兴旺发达富贵荣成功胜利凯旋鹏程飞翔翼羽凤凰龙虎豹狮骏驰腾跃进步升高远长久永"
    "恒定坚毅刚烈威武雄豪壮力量才学识书画琴棋墨翰笔章彬斌儒雅哲睿聪颖捷锐锋利刃剑钢"
    "铁银金宝珍珠玲珑琳琅璐瑶瑾瑜璇珊珂珺琼琦玮珏玥彤丹朱紫青蓝翠碧绿黛白洁净清澈澄"
    "润泽涵源泉溪涧潭渊沛沐淇淑淼湘潇滨漫澜"
)
LATIN_SURNAMES = (
    "Smith 9 Johnson 7 Williams 6 Brown 5 Jones 5 Garcia 4 Miller 4 Davis 4 Wilson 3 "
    "Anderson 3 Thomas 3 Taylor 3 Moore 3 Jackson 3 Martin 3 Lee 3 Thompson 2 White 2 "
    "Harris 2 Clark 2 Lewis 2 Robinson 2 Walker 2 Young 2 Allen 2 King 2 Wright 2 "
    "Scott 2 Hill 2 Green 2 Adams 2 Nelson 2 Baker 2 Hall 2 Campbell 1 Mitchell 1 "
    "Carter 1 Roberts 1 Phillips 1 Evans 1 Turner 1 Parker 1 Collins 1 Edwards 1"
)
LATIN_GIVEN = (
    "James Mary John Patricia Robert Jennifer Michael Linda William Elizabeth David "
    "Barbara Richard Susan Joseph Jessica Thomas Sarah Charles Karen Christopher "
    "Nancy Daniel Lisa Matthew Betty Anthony Margaret Mark Sandra Donald Ashley "
    "Steven Kimberly Paul Emily Andrew Donna Joshua Michelle Kenneth Carol Kevin "
    "Amanda Brian Dorothy George Melissa Edward Deborah Ronald Stephanie Timothy "
    "Rebecca Jason Sharon Jeffrey Laura Ryan Cynthia Jacob Kathleen Gary Amy "
    "Nicholas Shirley Eric Angela Jonathan Helen Stephen Anna Larry Brenda Justin "
    "Pamela Scott Nicole Brandon Emma Benjamin Samantha Samuel Katherine Gregory "
    "Christine Frank Debra Alexander Rachel Raymond Catherine Patrick Carolyn Jack "
    "Janet Dennis Ruth Jerry Maria Tyler Heather Aaron Diane Jose Virginia Adam "
    "Julie Henry Joyce Nathan Victoria Douglas Olivia Zachary Kelly Peter Christina "
    "Kyle Lauren Walter Joan Ethan Evelyn"
).split()
# of a thousand, who have a surname that is in the list
LATIN_LISTED = 110
SYLLABLES = (
    "ba be bo bra bre cal car chal cor dal den dor fal fen for gal gar ger hal har hol "
    "kel kin lan lem lin mal mar mer nor ol pal par per quin ral ran rem ros sal sel "
    "sten tal tan tor val van ver vin wal wen wil yar zel"
).split()
ENDINGS = (
    "ard berg by den er es field ford ham hurst ley man mer more ow sen son ton".split()
)


def _table(text):
    """Names and weights of a text where a number follows each name."""
    names, weights, number = [], [], ""
    for each in f"{text} ":
        if each.isdigit():
            number += each
            continue
        if number:
            weights.append(int(number))
            number = ""
        if not each.isspace():
            names.append(each)
    return names, list(accumulate(weights))


HAN = _table(HAN_SURNAMES)
HAN_CHARACTERS = list(dict.fromkeys(HAN_GIVEN))
HAN_RANKS = list(accumulate(1 / (rank + 20) for rank in range(len(HAN_CHARACTERS))))
LATIN = LATIN_SURNAMES.split()[::2]
LATIN_WEIGHTS = list(accumulate(map(int, LATIN_SURNAMES.split()[1::2])))
LATIN_RANKS = list(accumulate(1 / (rank + 20) for rank in range(len(LATIN_GIVEN))))


def han(rng):
    """A Chinese name; one in six has two characters."""
    (surname,) = rng.choices(HAN[0], cum_weights=HAN[1])
    count = 1 if rng.random() < 0.17 else 2
    given = rng.choices(HAN_CHARACTERS, cum_weights=HAN_RANKS, k=count)
    return surname + "".join(given)


def latin(rng):
    """A name in letters."""
    (given,) = rng.choices(LATIN_GIVEN, cum_weights=LATIN_RANKS)
    if rng.randrange(1000) < LATIN_LISTED:
        (surname,) = rng.choices(LATIN, cum_weights=LATIN_WEIGHTS)
    else:
        parts = [*rng.choices(SYLLABLES, k=rng.randint(1, 2)), rng.choice(ENDINGS)]
        surname = "".join(parts).capitalize()
    return f"{given} {surname}"
