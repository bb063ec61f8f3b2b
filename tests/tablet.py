"""A visitor who does the steps on a tablet: what is asked, and a hand that does it."""

import base64
import io

from conftest import utc
from PIL import Image, ImageDraw

PAGE = "/visitor/tablet"
TABLET = {"viewport": {"width": 1024, "height": 768}, "has_touch": True}
START, FINISH, NEXT = ".o_vs_start", ".o_vs_finish", ".o_vs_next"
PAD = ".o_vs_pad canvas"
RULES = "<ul><li>No smoking.</li><li>Stay with your host.</li></ul>"
RULES_ZH = "<ul><li>任何地方都禁止吸烟。</li></ul>"


def picture(text, kind="PNG"):
    """A file with a word on it."""
    image = Image.new("RGB", (600, 400), "#dde6f5")
    ImageDraw.Draw(image).text((40, 40), text, fill="black", font_size=40)
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def b64(data):
    return base64.b64encode(data).decode()


def kind_of_all_steps(odoo, site):
    """A kind of visit that asks for everything a visitor can do alone.

    :return: its id; the rules are there in Chinese too, if that is installed
    """
    policies = [
        odoo.create(
            "visitor.policy",
            name=name,
            kind=kind,
            body=body,
            asks_signature=kind == "confidentiality",
        )
        for name, kind, body in (
            ("Rules of the house", "conduct", RULES),
            ("Silence", "confidentiality", "<p>I tell nobody.</p>"),
        )
    ]
    for policy in policies:
        odoo.call("visitor.policy", "action_publish", [policy])
    if zh_is_there(odoo):
        odoo.call(
            "visitor.policy",
            "update_field_translations",
            policies[:1],
            "body",
            {"zh_CN": RULES_ZH},
        )
    training = odoo.create(
        "visitor.induction",
        name="Safety, 3 minutes",
        pass_mark=100,
        shows_route=True,
        step_ids=[
            (0, 0, {"title": "Welcome", "body": "Wear your badge."}),
            (
                0,
                0,
                {"title": "Map", "kind": "picture", "picture": b64(picture("Map"))},
            ),
            (
                0,
                0,
                {"title": "Sheet", "kind": "pdf", "file": b64(picture("Sheet", "PDF"))},
            ),
        ],
        question_ids=[
            (
                0,
                0,
                {
                    "text": "Where do you gather?",
                    "explanation": "The car park is the assembly point.",
                    "answer_ids": [
                        (0, 0, {"text": "Car park", "correct": True}),
                        (0, 0, {"text": "In the lift"}),
                    ],
                },
            )
        ],
    )
    odoo.call(
        "visitor.site",
        "write",
        [site],
        {
            "evacuation_route": "Down the stairs",
            "assembly_point": "Car park P2",
            "evacuation_plan": b64(picture("Plan")),
        },
    )
    return odoo.create(
        "visitor.visit.type",
        name="Tour of the plant",
        approval="none",
        photo_required=True,
        signature_required=True,
        policy_ids=[(6, 0, policies)],
        induction_ids=[(6, 0, [training])],
    )


def zh_is_there(odoo):
    return "zh_CN" in dict(odoo.call("res.lang", "get_installed"))


def install_chinese(odoo):
    """For visitors, whoever works at the desk."""
    archived = {"context": {"active_test": False}}
    found = odoo.call("res.lang", "search", [("code", "=", "zh_CN")], **archived)
    wizard = odoo.create("base.language.install", lang_ids=[(6, 0, found)])
    odoo.call("base.language.install", "lang_install", [wizard])


def expected(people, site, kind, name, **values):
    """
    :return: id of a registration of now
    """
    visit = people["host"].create(
        "visitor.visit",
        type_id=kind,
        site_id=site,
        start=utc(minutes=-5),
        stop=utc(hours=1),
        purpose="Tour",
        registration_ids=[(0, 0, {"name": name, **values})],
    )
    people["host"].call("visitor.visit", "action_submit", [visit])
    found = people["host"].read("visitor.visit", visit, "registration_ids")
    return found["registration_ids"][0]


def handed_over(people, person):
    """
    :return: the secret of a tablet
    """
    handed = people["reception"].call(
        "visitor.registration", "hand_over_tablet", [person]
    )
    return handed["url"].partition("#")[2]


def sign(page):
    """With a finger."""
    pad = page.locator(PAD)
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 80)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 40, steps=5)
    page.mouse.move(box["x"] + 250, box["y"] + 110, steps=5)
    page.mouse.up()


def give_photo(page):
    """Of a file: the browser of the tests has no camera."""
    page.set_input_files(
        ".o_vs_file input",
        {"name": "me.png", "mimeType": "image/png", "buffer": picture("Me")},
    )
    page.wait_for_selector(".o_vs_picture img")


def steps_on(page, look=lambda page: None, end=".o_vs_end"):
    """Do them all, from the first page to the last one; answer wrongly once.

    :param look: is shown each page
    :param str end: what is there when all is done
    """
    page.wait_for_selector(START)
    look(page)
    page.click(START)
    page.wait_for_selector(".o_vs_own_data")
    look(page)
    if page.query_selector("input#o_vs_email"):  # known to the house it is covered
        page.fill("#o_vs_email", "zhang.wei@acme.example")
    page.click(FINISH)
    page.wait_for_selector(".o_vs_photo")
    page.wait_for_selector(".o_vs_file.o_vs_main")
    look(page)
    give_photo(page)
    look(page)
    page.click(FINISH)
    page.wait_for_selector(".o_vs_policy .o_vs_choice")
    page.click(FINISH)  # not ticked
    page.wait_for_selector(".o_vs_policy [role=alert]")
    look(page)
    page.check(".o_vs_policy .o_vs_choice input")
    page.click(FINISH)
    page.wait_for_selector(PAD)
    sign(page)
    look(page)
    page.click(FINISH)
    page.wait_for_selector(".o_vs_induction")
    look(page)
    page.click(NEXT)
    page.wait_for_selector(".o_vs_media img")
    look(page)
    page.click(NEXT)
    page.wait_for_selector(".o_vs_media [data-drawn]")
    look(page)
    page.click(NEXT)
    page.wait_for_selector(".o_vs_place .o_vs_media img")
    look(page)
    page.click(NEXT)
    page.click(".o_vs_choice >> text=In the lift")
    look(page)
    page.click(NEXT)
    page.wait_for_selector(".o_vs_failed")
    assert "assembly point" in page.inner_text(".o_vs_explained")
    look(page)
    page.click(".o_vs_induction .o_vs_quiet")  # answer again
    page.click(".o_vs_choice >> text=Car park")
    page.click(NEXT)
    page.wait_for_selector(".o_vs_passed")
    look(page)
    page.click(FINISH)
    page.wait_for_selector(".o_vs_signature")
    sign(page)
    look(page)
    page.click(FINISH)
    page.wait_for_selector(end)
    look(page)
