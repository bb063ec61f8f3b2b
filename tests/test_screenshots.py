"""The pictures of the README, taken of the running product.

They go to a temporary folder, or with ``VISITOR_SCREENSHOTS=docs/images ./dev test
test_screenshots`` to where the README shows them.
"""

import os
import subprocess
from pathlib import Path

import pytest
from conftest import utc, zone_of_morning

EXPECTED = [
    # minutes from now, names, firm, kind, purpose
    (-20, ["Zhang Wei 张伟"], "Acme Ltd", "business", "Contract 合同"),
    (10, ["Emily Carter"], "", "interview", "Interview 面试"),
    (
        25,
        ["Sun Li 孙莉", "Omar Haddad", "Gu Lan 顾兰"],
        "Blue Sky 蓝天",
        "business",
        "Tour",
    ),
    (60, ["Wang Fang 王芳"], "Lift Service 电梯", "contractor", "Inspection 年检"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    wanted = os.environ.get("VISITOR_SCREENSHOTS")
    path = Path(wanted) if wanted else tmp_path_factory.mktemp("pictures")
    path.mkdir(parents=True, exist_ok=True)
    return path


@pytest.fixture(scope="module")
def day(odoo, people):
    """A site with a morning's visitors; answers the person who is inside."""
    site = odoo.create(
        "visitor.site",
        name="Harbour Tower 海港大厦",
        tz=zone_of_morning(),
        sequence=1,
        capacity=80,
        announce_phone="+86 21 5550 1100",
        grace_before=90,
    )
    inside = None
    for minutes, names, firm, kind, purpose in EXPECTED:
        visit = people["host"].create(
            "visitor.visit",
            site_id=site,
            type_id=odoo.ref(f"visitor_management.visitor_visit_type_{kind}"),
            start=utc(minutes=minutes),
            stop=utc(minutes=minutes + 90),
            purpose=purpose,
            registration_ids=[
                (0, 0, {"name": name, "organization": firm}) for name in names
            ],
        )
        people["host"].call("visitor.visit", "action_submit", [visit])
        if inside is None:
            inside = odoo.read("visitor.visit", visit, "registration_ids")
            inside = inside["registration_ids"][0]
    answer = people["reception"].call("visitor.registration", "check_in", [inside])
    assert answer["status"] == "granted", answer
    return {"site": site, "inside": inside, "pass": answer["pass_id"]}


@pytest.mark.parametrize(
    ("lang", "word"), [("en_US", "Expected"), ("zh_CN", "预计到访")]
)
def test_reception_screen(odoo, people, day, open_page, folder, lang, word):
    _speak(odoo, people, lang)
    page = open_page("reception", "/odoo/visitor-reception", locale=lang[:2])
    page.wait_for_selector("text=Emily Carter")
    assert word in page.inner_text(".o_visitor_reception")
    page.click("text=Emily Carter")
    page.wait_for_selector(".o_vr_panel >> text=Emily Carter")
    page.wait_for_timeout(500)  # transitions
    picture = folder / f"reception_{'en' if lang == 'en_US' else lang}.png"
    page.screenshot(path=picture)
    assert picture.stat().st_size > 20_000
    _speak(odoo, people, "en_US")


def test_visits_of_a_host(day, open_page, folder):
    page = open_page("host", "/odoo/visitor-visits")
    page.wait_for_selector(".o_data_row >> text=Emily Carter")
    picture = folder / "visits_host.png"
    page.screenshot(path=picture)
    assert picture.stat().st_size > 20_000


def test_pass(odoo, day, open_page, folder):
    page = open_page("reception", "/odoo")
    report = "visitor_management.report_visitor_pass_card"
    answer = page.request.get(f"{odoo.url}/report/pdf/{report}/{day['pass']}")
    assert answer.body().startswith(b"%PDF"), answer.status_text
    (folder / "pass.pdf").write_bytes(answer.body())
    subprocess.run(
        ["pdftoppm", "-r", "200", "-singlefile", "-png", "pass.pdf", "pass_card"],
        cwd=folder,
        check=True,
    )
    (folder / "pass.pdf").unlink()
    assert (folder / "pass_card.png").stat().st_size > 5_000


def _speak(odoo, people, lang):
    if not odoo.call("res.lang", "search", [("code", "=", lang)]):
        archived = {"context": {"active_test": False}}
        found = odoo.call("res.lang", "search", [("code", "=", lang)], **archived)
        wizard = odoo.create("base.language.install", lang_ids=[(6, 0, found)])
        odoo.call("base.language.install", "lang_install", [wizard])
    odoo.call("res.users", "write", [people["reception"].uid], {"lang": lang})
