"""What wardens and the desk send: kept by union, merged when the roll call is known."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .muster_common import MusterCommon


@tagged("post_install", "-at_install")
class TestMusterTicks(MusterCommon):
    # ------------------------------------------------------------
    # TICKS
    # ------------------------------------------------------------

    def test_the_last_tick_shows_and_all_are_kept(self):
        person = self._inside()
        muster = self._start()
        line, now = self._line(muster, person).sudo(), fields.Datetime.now()
        first, second = self.wardens[:2]
        self._tick(first, self._row("1", line.key, at=now, point=self.point_a.id))
        self._tick(
            second,
            self._row("1", line.key, "missing", at=now - timedelta(minutes=1)),
            self._row("2", line.key, "injured", at=now, point="Point B"),
        )
        self.assertEqual((line.status, line.point_id), ("injured", self.point_b))
        self.assertEqual(line.warden_id, second)
        self.assertEqual(len(line.tick_ids), 3)

    def test_a_tick_sent_again_is_one(self):
        person = self._inside()
        line = self._line(self._start(), person).sudo()
        rows = [self._row(f"n{n}", line.key) for n in range(3)]
        self.assertEqual(self._tick(self.wardens[0], *rows), ["n0", "n1", "n2"])
        again = self._tick(self.wardens[0], *rows, self._row("n3", line.key))
        self.assertEqual(again, ["n0", "n1", "n2", "n3"], "known or new: all of them")
        self.assertEqual(len(line.tick_ids), 4)

    def test_ticks_before_the_start_are_merged_when_it_arrives(self):
        """A warden began without network, from the list that the phone had."""
        people = [self._inside(), self._inside()]
        listed = self.wardens[0].sudo()._list()
        self.assertFalse(listed["running"])
        by_name = [line["key"] for line in listed["lines"]]
        self.assertEqual(len(by_name), 2)
        before = fields.Datetime.now() - timedelta(minutes=4)
        self._tick(self.wardens[0], self._row("a", by_name[0], at=before))
        self.assertFalse(self._ticks().line_id)
        muster = self._start()
        self.assertEqual(self._ticks().line_id.status, "safe")
        # what reaches the server after the start, too
        self._tick(self.wardens[0], self._row("b", by_name[1], at=before))
        self.assertEqual(set(muster.line_ids.mapped("status")), {"safe"})
        self.assertEqual(len(muster.line_ids), len(people))

    def test_ticks_of_another_day_are_not_merged(self):
        self._inside()
        [line] = self.wardens[0].sudo()._list()["lines"]
        yesterday = fields.Datetime.now() - timedelta(days=1)
        self._tick(self.wardens[0], self._row("a", line["key"], at=yesterday))
        self.assertEqual(self._start().line_ids.status, "missing")
        self.assertEqual(len(self._ticks()), 1, "kept all the same")

    def test_what_is_ticked_after_a_drill_tells_nothing_an_hour_later(self):
        """A phone without network has not heard that the drill was over."""
        person, seen = self._inside(), fields.Datetime.now()
        with freeze_time(seen):
            drill = self._start()
        line = self._line(drill, person).sudo()
        with freeze_time(seen + timedelta(minutes=10)):
            drill.with_user(self.user_security).action_end()
        after = seen + timedelta(minutes=12)
        with freeze_time(seen + timedelta(minutes=70)):
            self._tick(self.wardens[0], self._row("a", line.key, at=after))
            emergency = self._start()
            self._tick(self.wardens[0], self._row("b", line.key, at=after))
        self.assertEqual(self._line(emergency, person).status, "missing")

    def test_a_phone_that_sends_after_the_end_is_heard(self):
        person = self._inside()
        muster = self._start()
        line, seen = self._line(muster, person).sudo(), fields.Datetime.now()
        with freeze_time(seen + timedelta(minutes=20)):
            muster.with_user(self.user_security).action_end()
            self.assertEqual(muster.missing_count, 1)
        with freeze_time(seen + timedelta(minutes=40)):
            self._tick(self.wardens[0], self._row("late", line.key, at=seen))
        self.assertEqual(line.status, "safe")
        self.assertEqual((muster.missing_count, muster.safe_count), (0, 1))

    def test_a_late_phone_is_heard_by_the_roll_call_of_its_moment(self):
        """Not by the next one, which runs as it comes back."""
        person, seen = self._inside(), fields.Datetime.now()
        with freeze_time(seen):
            first = self._start()
        line = self._line(first, person).sudo()
        with freeze_time(seen + timedelta(minutes=10)):
            first.with_user(self.user_security).action_end()
        with freeze_time(seen + timedelta(minutes=30)):
            second = self._start()
            at = seen + timedelta(minutes=5)
            self._tick(self.wardens[0], self._row("late", line.key, at=at))
            between = seen + timedelta(minutes=10)  # as the first one ended
            self._tick(self.wardens[1], self._row("next", line.key, at=between))
        self.assertEqual((line.status, len(line.tick_ids)), ("safe", 1))
        self.assertEqual(len(self._line(second, person).sudo().tick_ids), 1)

    def test_a_scan_of_a_pass_is_a_tick(self):
        person = self._inside()
        code = person.pass_ids._token()
        muster = self._start()
        self._tick(self.wardens[0], {"nonce": "s", "code": code, "status": "safe"})
        self.assertEqual(self._line(muster, person).status, "safe")
        self.assertTrue(self._ticks().scanned)

    def test_a_scan_of_who_is_not_on_the_list_puts_them_there(self):
        muster = self._start()
        person = self._inside()
        code = person.pass_ids.short_code
        self._tick(self.wardens[0], {"nonce": "s", "code": code, "status": "safe"})
        line = self._line(muster, person)
        self.assertEqual((line.status, line.added_late), ("safe", True))

    def test_a_late_phone_puts_who_was_not_listed_on_the_roll_call_of_its_moment(self):
        """A scanned pass and an added person: not on the next one, and its figures say
        so."""
        seen = fields.Datetime.now()
        with freeze_time(seen):
            first = self._start()
            person = self._inside()
        with freeze_time(seen + timedelta(minutes=10)):
            first.with_user(self.user_security).action_end()
        at = f"{seen + timedelta(minutes=5)}"
        scan = {"nonce": "s", "code": person.pass_ids._token(), "status": "safe"}
        with freeze_time(seen + timedelta(minutes=30)):
            second = self._start()
            self._tick(self.wardens[0], {**scan, "at": at})
            self.wardens[0].sudo()._add("phone", {"nonce": "a", "name": "Ma", "at": at})
        self.assertEqual(self._line(first, person).status, "safe")
        self.assertEqual(self._line(second, person).status, "missing")
        self.assertEqual((first.added_count, first.safe_count), (2, 2))
        self.assertFalse(second.line_ids.filtered("added_late"))

    def _ended(self, minutes=10):
        """A drill that is over, and its first moment."""
        began = fields.Datetime.now() - timedelta(minutes=minutes + 5)
        with freeze_time(began):
            muster = self._start()
        with freeze_time(began + timedelta(minutes=minutes)):
            muster.with_user(self.user_security).action_end()
        return muster.sudo(), began

    def test_a_scan_of_an_ended_drill_makes_nobody_missing_now(self):
        """A phone was away: who was scanned then is on the list of then."""
        ended, began = self._ended()
        person = self._inside()
        scan = {
            "nonce": "s",
            "code": person.pass_ids._token(),
            "status": "safe",
            "at": f"{began + timedelta(minutes=2)}",
        }
        person.check_out()
        running = self._start(kind="real")
        self._tick(self.wardens[0], scan)
        self.assertFalse(running.line_ids, "nobody is looked for who left")
        self.assertEqual(self._line(ended, person).status, "safe")
        self.assertEqual((ended.added_count, ended.safe_count), (1, 1))

    def test_a_scan_before_the_start_puts_who_is_not_inside_on_the_list(self):
        """A warden began without network; the pass was given out and not used yet."""
        person, inside = self._registration(), self._inside()
        for nonce, each in enumerate((person, inside)):
            code = each.pass_ids._token()
            scan = {"nonce": f"s{nonce}", "code": code, "status": "safe"}
            self._tick(self.wardens[0], scan)
        muster = self._start()
        lines = [self._line(muster, each) for each in (person, inside)]
        self.assertEqual([line.status for line in lines], ["safe", "safe"])
        self.assertEqual([line.added_late for line in lines], [True, False])

    def test_what_is_known_puts_nobody_on_the_list(self):
        muster, person, other = self._start(), self._inside(), self._inside()
        now = fields.Datetime.now()
        scan = {"nonce": "s", "status": "safe", "at": f"{now}"}
        self._tick(self.wardens[0], {**scan, "code": person.pass_ids._token()})
        # the same number with somebody else's pass
        self._tick(self.wardens[0], {**scan, "code": other.pass_ids._token()})
        self.assertEqual(muster.line_ids.registration_id, person.sudo())

    def test_a_scanned_group_is_on_the_list_with_each_head(self):
        muster = self._start()
        group = self._inside()
        self._put(group, headcount=3)
        code = group.pass_ids._token()
        self._tick(self.wardens[0], {"nonce": "s", "code": code, "status": "safe"})
        lines = muster.line_ids.sorted("number")
        self.assertEqual(lines.mapped("number"), [1, 2, 3])
        self.assertEqual(lines.mapped("status"), ["safe", "missing", "missing"])

    def test_a_pass_is_known_by_either_code_at_once(self):
        person = self._inside()
        pass_ = person.pass_ids
        muster = self._start()
        now = fields.Datetime.now()
        self._tick(
            self.wardens[0],
            {"nonce": "1", "code": pass_._token(), "status": "safe", "at": f"{now}"},
            {"nonce": "2", "code": pass_.short_code, "status": "injured"},
        )
        self.assertEqual(len(self._line(muster, person).tick_ids), 2)

    def test_an_ended_roll_call_hears_of_its_own_time_only(self):
        """A later tick of its line goes to the one that runs; an old one to none."""
        person = self._inside()
        ended, began = self._ended()
        line = self._line(ended, person)
        named = {"line_id": line.id, "status": "safe"}
        self._tick(self.wardens[0], {**named, "nonce": "after"})
        self.assertEqual((line.status, ended.safe_count), ("missing", 0))
        running = self._start()
        running.tick([named])
        self.assertEqual((line.status, ended.safe_count), ("missing", 0))
        self.assertEqual(self._line(running, person).status, "safe")
        old = f"{began - timedelta(days=400)}"
        self._tick(self.wardens[0], {**named, "nonce": "old", "at": old})
        self.assertEqual(line.status, "missing")

    def test_whom_a_late_phone_added_counts_in_the_report(self):
        ended, began = self._ended()
        self.wardens[0].sudo()._add(
            "phone",
            {"nonce": "n", "name": "Wang Wu", "at": f"{began + timedelta(minutes=1)}"},
        )
        self.assertEqual(ended.line_ids.name, "Wang Wu")
        self.assertEqual((ended.added_count, ended.safe_count), (1, 1))

    def test_a_tick_that_waited_for_the_end_counts_in_the_report(self):
        person, now = self._inside(), fields.Datetime.now()
        with freeze_time(now - timedelta(minutes=1)):
            muster = self._start().sudo()
        line = self._line(muster, person)
        self.assertEqual(muster.state, "running", "as the tick read it")
        musters = type(self.env["visitor.muster"])
        lock = musters._lock_site

        def ended_meanwhile(records, site, shared=False):
            self.env.cr.execute(
                "UPDATE visitor_muster SET state = 'ended', missing_count = 1, "
                "ended_at = %s WHERE id = %s",
                [now + timedelta(seconds=1), muster.id],
            )
            return lock(records, site, shared=shared)

        with patch.object(musters, "_lock_site", ended_meanwhile):
            self._tick(self.wardens[0], self._row("a", line.key, at=now))
        self.assertEqual((muster.missing_count, muster.safe_count), (0, 1))

    def test_an_unknown_code_is_kept_and_nobody(self):
        self._start()
        acks = self._tick(
            self.wardens[0], {"nonce": "s", "code": "ZZZZ-9999", "status": "safe"}
        )
        self.assertEqual(acks, ["s"])
        self.assertFalse(self._ticks().line_id)

    def test_a_warden_sees_one_site(self):
        other = self.env["visitor.site"].create({"name": "Annex", "tz": "UTC"})
        stranger = self.env["visitor.muster.warden"].create(
            {"name": "S", "site_id": other.id}
        )
        person = self._inside()
        line = self._line(self._start(), person).sudo()
        self._tick(stranger, self._row("x", line.key))
        self._tick(stranger, {"nonce": "y", "line_id": line.id, "status": "safe"})
        code = person.pass_ids._token()
        self._tick(stranger, {"nonce": "z", "code": code, "status": "safe"})
        self.assertEqual(line.status, "missing")
        self.assertFalse(stranger.sudo()._list()["lines"])

    def test_what_is_no_tick_is_refused(self):
        muster = self._start()
        for row in (
            {"nonce": "a", "key": "k", "status": "fine"},
            {"nonce": "", "key": "k", "status": "safe"},
            {"nonce": "a", "status": "safe"},
            {"nonce": "a", "key": "k", "line_id": 1, "status": "safe"},
            {"nonce": "a", "line_id": 2**40, "status": "safe"},
            {"nonce": "a", "key": "k", "status": "safe", "at": "yesterday"},
            {"nonce": "a", "key": "k\0", "status": "safe"},
            {"nonce": "a", "key": "\ud800", "status": "safe"},
            {"nonce": "a", "key": "k", "status": "safe", "point": "\ud800"},
            {"nonce": "a", "line_id": True, "status": "safe"},
            {
                "nonce": "a",
                "key": "k",
                "status": "safe",
                "at": "0001-01-01T00:00+14:00",
            },
            "safe",
        ):
            with self.subTest(row=row), self.assertRaises(ValueError):
                self._tick(self.wardens[0], row)
            with self.subTest(row=row), self.assertRaises(UserError):
                muster.tick([{**row, "nonce": "?"} if isinstance(row, dict) else row])
        self.assertFalse(self._ticks())

    def test_nothing_is_seen_in_the_future(self):
        person = self._inside()
        line, now = self._line(self._start(), person).sudo(), fields.Datetime.now()
        ahead = now + timedelta(hours=1)  # a phone whose clock is wrong
        self._tick(self.wardens[0], self._row("a", line.key, at=ahead))
        self.assertLessEqual(line.ticked_at, fields.Datetime.now())

    def test_ticks_take_as_many_queries_as_few(self):
        self._crowd(110)
        lines = self._start().sudo().line_ids
        warden, sent = self.wardens[0], iter(range(10**6))

        def send(some):
            return lambda: self._tick(
                warden, *(self._row(f"q{next(sent)}", line.key) for line in some)
            )

        few = self._count_queries(send(lines[:2]))
        self.assertEqual(self._count_queries(send(lines[:100])), few)

    def test_ticks_stay_as_they_were(self):
        person = self._inside()
        line = self._line(self._start(), person).sudo()
        self._tick(self.wardens[0], self._row("a", line.key))
        for record in (line, line.tick_ids):
            with self.assertRaises(UserError):
                record.status = "injured"
            with self.assertRaises(UserError):
                record.unlink()

    # ------------------------------------------------------------
    # NOT ON THE LIST
    # ------------------------------------------------------------

    def test_somebody_not_on_the_list_is_added_as_safe(self):
        muster = self._start()
        line = muster.line_ids.browse(muster.add(" Wang Wu ", self.lab.id))
        self.assertEqual((line.name, line.area_id), ("Wang Wu", self.lab))
        self.assertEqual((line.status, line.added_late), ("safe", True))
        self.assertEqual(line.category, "unlisted")
        with self.assertRaises(UserError):
            muster.add("\u200b")
        with self.assertRaises(UserError):
            muster.add("Wang Wu", status="fine")

    def test_an_area_of_another_site_is_refused(self):
        muster = self._start()
        annex = self.env["visitor.site"].create({"name": "Annex", "tz": "UTC"})
        area = self.env["visitor.area"].create({"name": "Yard", "site_id": annex.id})
        with self.assertRaisesRegex(UserError, "area of the site"):
            muster.add("Wang Wu", area.id)

    def test_whom_a_warden_added_before_the_start_is_on_the_list_once(self):
        warden = self.wardens[0].sudo()
        row = {"nonce": "new", "name": "Wang Wu", "area": self.lobby.id}
        answer = warden._add("phone", row)
        self.assertFalse(answer["line_id"])
        self.assertEqual(warden._add("phone", row), answer, "sent again: one")
        self._tick(warden, self._row("hurt", answer["key"], "injured"))
        muster = self._start()
        [line] = muster.line_ids
        self.assertEqual((line.name, line.status), ("Wang Wu", "injured"))
        self.assertEqual(warden._add("phone", row)["line_id"], line.id)
        self.assertEqual(len(muster.line_ids), 1)

    # ------------------------------------------------------------
    # WARDENS
    # ------------------------------------------------------------

    def test_the_list_is_ready_before_and_the_same_key_stays(self):
        person = self._inside()
        warden = self.wardens[0].sudo()
        before = warden._list()
        self.assertEqual(before["lines"][0]["name"], "Zhang Wei")
        self.assertEqual(
            [point["name"] for point in before["points"]], ["Point A", "Point B"]
        )
        muster = self._start()
        running = warden._list()
        self.assertEqual((running["running"], running["kind"]), (muster.id, "drill"))
        self.assertEqual(running["lines"][0]["key"], before["lines"][0]["key"])
        self.assertNotEqual(running["version"], before["version"])
        self.assertEqual(warden._list()["version"], running["version"])
        shown = str(running)
        for secret in (person.phone, person.email, person.vehicle_plate):
            self.assertNotIn(secret or "-none-", shown)

    def test_a_link_works_for_30_days_on_its_first_phone_until_it_is_taken_back(self):
        links = self.env["visitor.muster.warden.link"]
        warden = self.wardens[0].with_user(self.user_security)
        url = warden.action_show_link()["params"]["url"]
        secret = url.split("#")[1]
        link = links._of_token(secret)
        self.assertEqual(link.warden_id, warden.sudo())
        self.assertTrue(link._bind("first phone"))
        self.assertFalse(link._bind("another phone"))
        self.assertTrue(link._bind("first phone"))
        self.assertEqual(warden.link_state, "bound")
        with freeze_time(fields.Datetime.now() + timedelta(days=31)):
            self.assertFalse(links._of_token(secret))
        warden.action_revoke_link()
        self.assertFalse(links._of_token(secret))

    def test_a_link_ends_with_its_warden(self):
        links = self.env["visitor.muster.warden.link"]
        warden = self.wardens[0]
        for change in ({"active": False}, {"email": "other@example.com"}):
            secret = warden.action_show_link()["params"]["url"].split("#")[1]
            self.assertTrue(links._of_token(secret))
            warden.write(change)
            self.assertFalse(links._of_token(secret))
            warden.active = True
        warden.employee_id = self.employee2
        secret = warden.action_show_link()["params"]["url"].split("#")[1]
        self.employee2.active = False
        self.assertFalse(links._of_token(secret))

    def test_only_security_sends_links(self):
        for action in ("action_send_link", "action_show_link", "action_revoke_link"):
            with self.assertRaises(AccessError):
                getattr(self.wardens[0].with_user(self.user_reception), action)()

    def test_a_mailed_link_is_in_its_mail_alone(self):
        self.wardens[:2].with_user(self.user_security).action_send_link()
        mails = self.env["mail.mail"].search(
            [("secret_model", "=", "visitor.muster.warden.link")]
        )
        self.assertEqual(
            set(mails.mapped("secret_about_id")), set(self.wardens[:2].ids)
        )
        self.assertIn("/visitor/muster#", mails[0].body_html)
        self.assertFalse(self.wardens[:2].link_ids, "made as it leaves")
        self.wardens[2].email = False
        with self.assertRaisesRegex(UserError, "e-mail"):
            self.wardens[2].with_user(self.user_security).action_send_link()
