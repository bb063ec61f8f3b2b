"""By which clock a site and a company go: never silently by UTC."""

from datetime import datetime
from unittest.mock import patch

from odoo.tests import BaseCase, Form, tagged

from ..tools import clocks
from .common import VisitorCommon

NOON = datetime(2026, 11, 24, 12)


@tagged("post_install", "-at_install")
class TestClocks(BaseCase):
    """The pure functions."""

    def test_what_fits_a_country(self):
        for name, code, fits in (
            ("Asia/Shanghai", "CN", True),
            ("PRC", "CN", True),
            ("Asia/Urumqi", "CN", True),
            ("Asia/Hong_Kong", "CN", True),  # the same clock
            ("UTC", "CN", False),
            ("Europe/Brussels", "CN", False),
            ("Europe/Amsterdam", "BE", True),
            ("Europe/London", "IS", False),  # in summer it is another one
            ("UTC", "IS", True),
            ("America/Chicago", "US", True),
            ("Asia/Shanghai", "", True),
            ("UTC", "", False),
            ("Etc/GMT", "", False),
            ("", "", False),
            ("Asia/Shanghai", "XX", True),
        ):
            with self.subTest(name=name, code=code):
                self.assertEqual(clocks.fits(name, code, NOON), fits)

    def test_what_is_guessed(self):
        for code, company, browser, tz, sure in (
            ("CN", ("Asia/Shanghai",), "", "Asia/Shanghai", True),
            ("CN", ("UTC", "Asia/Urumqi"), "", "Asia/Urumqi", True),
            ("CN", ("Europe/Brussels",), "", "Asia/Shanghai", False),
            ("CN", ("UTC",), "Asia/Urumqi", "Asia/Urumqi", False),
            ("NL", ("UTC",), "Asia/Shanghai", "Europe/Amsterdam", True),
            ("", ("UTC", False), "Asia/Shanghai", "Asia/Shanghai", False),
            ("", ("Europe/Paris",), "Asia/Shanghai", "Europe/Paris", True),
            ("", (), "", "UTC", False),
            ("", (), "Etc/UTC", "UTC", False),
        ):
            with self.subTest(code=code, company=company, browser=browser):
                guess = clocks.guess(code, NOON, company, browser)
                self.assertEqual(guess, (tz, sure))

    def test_a_guess_fits_where_anything_is_known(self):
        for code in ("CN", "US", "DE", "IN", "AU", "BR"):
            for company in ((), ("UTC",), ("Europe/Brussels",)):
                name = clocks.guess(code, NOON, company, "Asia/Tokyo").tz
                self.assertTrue(clocks.fits(name, code, NOON), (code, company))


@tagged("post_install", "-at_install")
class TestSiteClock(VisitorCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sites = cls.env["visitor.site"].with_user(cls.user_admin)
        cls.user_admin.tz = False
        cls._of_company(country=False, tz="UTC")

    @classmethod
    def _of_company(cls, country, tz):
        cls.company.country_id = country and cls.env.ref(f"base.{country}")
        cls.company.resource_calendar_id.tz = tz
        cls.company.partner_id.tz = False

    def _browser(self, name):
        companies = self.env.registry["res.company"]
        return patch.object(companies, "_browser_tz", lambda company: name)

    def test_a_new_site_takes_the_clock_of_its_company(self):
        self._of_company("cn", "Asia/Shanghai")
        with self._browser("Europe/Berlin"):
            site = Form(self.sites)
            self.assertEqual(site.tz, "Asia/Shanghai")
            self.assertFalse(site.tz_hint)

    def test_where_the_company_has_none_that_of_the_browser_and_says_so(self):
        with self._browser("Asia/Shanghai"):
            site = Form(self.sites)
            self.assertEqual(site.tz, "Asia/Shanghai")
            self.assertIn("browser", site.tz_hint)
            site.name = "Tower"
            self.assertFalse(site.save().tz_hint, "somebody saw it")

    def test_nothing_is_silently_utc(self):
        with self._browser(""):
            site = self.sites.create({"name": "Tower"})
            self.assertEqual(site.tz, "UTC")
            self.assertIn("nobody's clock", site.tz_hint)
            self.assertTrue(site._clock_is_doubtful())
        site.tz = "Asia/Shanghai"
        self.assertFalse(site._clock_is_doubtful())

    def test_the_country_of_the_address_counts(self):
        self._of_company("cn", "Asia/Shanghai")
        address = self.env["res.partner"].create(
            {"name": "Canal House", "country_id": self.env.ref("base.nl").id}
        )
        form = Form(self.sites)
        form.partner_id = address
        self.assertEqual(form.tz, "Europe/Amsterdam")
        form.name = "Canal House"
        site = form.save()
        site.tz = "Asia/Shanghai"
        self.assertIn("Europe/Amsterdam", site.tz_hint)
        site._use_guessed_clock()
        self.assertEqual(site.tz, "Europe/Amsterdam")

    def test_the_calendar_of_a_company_is_asked_about(self):
        for country, tz, doubtful in (
            ("cn", "UTC", True),
            ("cn", "Europe/Brussels", True),
            ("cn", "Asia/Shanghai", False),
            (False, "UTC", True),
            (False, "Europe/Brussels", False),
        ):
            self._of_company(country, tz)
            with self.subTest(country=country, tz=tz):
                self.assertEqual(self.company._clock_is_doubtful(), doubtful)
