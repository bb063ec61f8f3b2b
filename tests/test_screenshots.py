"""The pictures of the README and of the addon's page, taken of the running product.

They go to a temporary folder; ``VISITOR_SCREENSHOTS=1 ./dev test test_screenshots``
then puts each where the README shows it from.
"""

import random
import subprocess

import pytest
from bases import Cluster
from conftest import utc
from scenes import PHONE


@pytest.mark.parametrize(
    ("lang", "word"), [("en_US", "Expected"), ("zh_CN", "预计到访")]
)
def test_reception_screen(odoo, people, day, open_page, folder, lang, word):
    odoo.speak(people["reception"], lang)
    page = open_page("reception", "/odoo/visitor-reception", locale=lang[:2])
    page.wait_for_selector("text=Emily Carter")
    assert word in page.inner_text(".o_visitor_reception")
    page.click("text=Emily Carter")
    page.wait_for_selector(".o_live_panel >> text=Emily Carter")
    page.wait_for_timeout(500)  # transitions
    people["reception"].call("visitor.registration", "check_out", [day["inside"]])
    page.wait_for_timeout(3000)  # what others do is seen within two seconds
    picture = folder / f"reception_{'en' if lang == 'en_US' else lang}.png"
    page.screenshot(path=picture)
    assert picture.stat().st_size > 20_000
    page.keyboard.press("u")  # as the bar says; the next language starts alike
    for _wait in range(40):
        if (
            odoo.read("visitor.registration", day["inside"], "state")["state"]
            == "inside"
        ):
            break
        page.wait_for_timeout(250)
    else:
        raise AssertionError("the check-out was not taken back")
    odoo.speak(people["reception"], "en_US")


def test_handover(odoo, people, day, open_page, folder):
    action = people["reception"].call("visitor.shift", "open_for", day["site"])
    people["reception"].call(
        "visitor.shift",
        "write",
        [action["res_id"]],
        {"notes": "The lift firm comes back at 14:00. 电梯公司14点再来。"},
    )
    people["reception"].call("visitor.shift", "action_hand_over", [action["res_id"]])
    page = open_page("reception", f"/odoo/visitor-shifts/{action['res_id']}")
    page.wait_for_selector("text=Zhang Wei")
    page.wait_for_timeout(500)  # transitions
    picture = folder / "handover.png"
    page.screenshot(path=picture)
    assert picture.stat().st_size > 20_000


def test_roll_call(people, day, open_page, folder):
    people["security"].call("visitor.muster", "start", day["site"], "drill")
    page = open_page("security", "/odoo/visitor-roll-call")
    page.wait_for_selector("text=Zhang Wei")
    page.wait_for_timeout(500)  # transitions
    picture = folder / "roll_call_en_US.png"
    page.screenshot(path=picture)
    assert picture.stat().st_size > 20_000


def test_dashboard(odoo, people, day, open_page, folder):
    _some_weeks(odoo, people, day["site"])
    page = open_page("security", "/odoo/visitor-dashboard")
    page.wait_for_selector(".o_vd_charts canvas")
    page.wait_for_timeout(1500)  # the charts draw themselves
    picture = folder / "dashboard.png"
    page.screenshot(path=picture)
    assert picture.stat().st_size > 20_000


def _some_weeks(odoo, people, site):
    """Visits of the last weeks: made now, and then put back in time."""
    chance, visits = random.Random(7), []
    kind = odoo.ref("visitor_management.visitor_visit_type_business")
    for number in range(60):
        visit = people["host"].create(
            "visitor.visit",
            site_id=site,
            type_id=kind,
            start=utc(minutes=5),
            stop=utc(minutes=95),
            registration_ids=[(0, 0, {"name": f"Visitor {number}"})],
        )
        people["host"].call("visitor.visit", "action_submit", [visit])
        registration = odoo.read("visitor.visit", visit, "registration_ids")
        registration = registration["registration_ids"][0]
        came = number % 9 > 0
        if came:
            desk = people["reception"]
            answer = desk.call("visitor.registration", "check_in", [registration])
            assert answer["status"] == "granted", answer
            desk.call("visitor.registration", "check_out", [registration])
        visits.append((visit, registration, came))
    statements = []
    for visit, registration, came in visits:
        back = (
            f"interval '{chance.randrange(1, 28)} days {chance.randrange(-6, 2)} hours'"
        )
        late = f"interval '{chance.choice((-10, -5, 0, 5, 10, 25))} minutes'"
        inside = f"interval '{chance.randrange(20, 180)} minutes'"
        statements.append(
            f"""
            UPDATE visitor_visit SET start = start - {back}, stop = stop - {back},
                state = '{"done" if came else "no_show"}', walk_in = {visit % 6 == 0}
            WHERE id = {visit};
            UPDATE visitor_registration SET start = start - {back},
                state = '{"left" if came else "no_show"}' WHERE id = {registration};
            UPDATE visitor_stay SET in_at = in_at - {back} + {late},
                out_at = in_at - {back} + {late} + {inside}
            WHERE registration_id = {registration};
            """
        )
    Cluster().sql("".join(statements), odoo.database)


def test_setup_card(administrator, open_page, folder):
    page = open_page("visitor_admin", "/odoo/visitor-setup")
    page.wait_for_selector(".o_vs_line")
    page.wait_for_timeout(500)  # transitions
    picture = folder / "setup_card.png"
    page.screenshot(path=picture)
    assert picture.stat().st_size > 20_000


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


def test_work_list(office, open_page, folder):
    page = open_page("desk", "/odoo/client-work")
    page.click("text=Lift 2 stops")
    page.click(".o_cw_callback [data-outcome=reached]")
    page.click(".o_cw_callback [data-scale=result] [data-value='2']")
    page.wait_for_selector("text=Agree on the date of the next callback.")
    page.wait_for_timeout(500)  # transitions
    picture = folder / "work_list_en.png"
    page.screenshot(path=picture)
    assert picture.stat().st_size > 20_000


def test_talk_record(odoo, talk, open_page, folder):
    page = open_page("desk", f"/client/talk/{talk}", **PHONE)
    page.wait_for_selector("#o_ct_talk")
    page.wait_for_function(
        "[...document.querySelectorAll('textarea')].some(e => e.value.includes('货梯'))"
    )
    picture = folder / "talk_phone.png"
    page.screenshot(path=picture)
    assert picture.stat().st_size > 10_000


def test_statistics_in_chinese(odoo, office, statistics, open_page, folder):
    odoo.speak(office["head"], "zh_CN")
    page = open_page("head", f"/odoo/client-statistics/{statistics}", locale="zh")
    page.wait_for_selector("text=回访及时率")
    page.wait_for_timeout(500)  # transitions
    picture = folder / "statistics_zh_CN.png"
    page.screenshot(path=picture)
    assert picture.stat().st_size > 20_000
