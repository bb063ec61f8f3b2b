"""Records of the next company, for those who must not see them."""

from datetime import date, timedelta

from odoo import Command

from .image_common import b64, picture_bytes
from .training_common import due, trained


class ReceptionNextDoor:
    """A visit next door with all that came of it, and what a leaver left there."""

    @classmethod
    def _ours_next_door(cls, partner, head, department):
        place = {"site_id": cls.site2.id}
        area = cls.env["visitor.area"].create({"name": "Cellar", **place})
        unit = cls.env["visitor.unit"].create({"name": "7", **place})
        gate = cls.env["visitor.gate"].create({"name": "Back door", **place})
        kind = cls.env["visitor.visit.type"].create(
            {
                "name": "Next",
                "approval": "none",
                "company_id": cls.company2.id,
                "identity_storage": "full",
            }
        )
        visit = cls._visit(
            cls.env.user,
            ("Wu Next",),
            type_id=kind.id,
            host_id=head.id,
            site_id=cls.site2.id,
        )
        visit.action_submit()
        opening = cls.env["visitor.area.opening"].create(
            {
                "visit_id": visit.id,
                "area_id": area.id,
                "kind": "opened",
                "at": visit.start,
                "user_id": cls.env.uid,
            }
        )
        left = cls._left_visit(
            cls.env.user,
            company=cls.company2,
            names=("Wu Next",),
            site_id=cls.site2.id,
            type_id=kind.id,
        )
        person = visit.registration_ids
        person.set_identity("passport", "L898902C3")
        person.waive("outside_hours", "The lights are on")
        person.check_in(cls._card("0999", cls.site2).number)
        identity = cls.env["visitor.identity"].search(
            [("registration_id", "=", person.id)]
        )
        identity.reveal("Asked by the police")
        moves = cls.env["visitor.movement"].search(
            [("registration_id", "=", person.id)]
        )
        return [
            *(cls.site2, area, unit, gate, kind, visit, person, person.stay_ids),
            *(person.pass_ids, person.pass_ids.code_ids, person.pass_ids.card_id),
            *(person.waiver_ids, identity, identity.reveal_ids, moves, opening, left),
            cls.env["visitor.act"]._latest(person),
            cls._role_given(cls.company2),
            cls._tablet(person),
            *cls._delivery(unit, person),
            *cls._wait(person),
            *cls._notices(visit)[::2],  # events are everybody's
            *cls._shift(cls.site2),
            *cls._escort(visit, head),
            cls._asked_link(visit),
            *cls._violation(person, cls.user_reception2),
            *cls._permit(cls.site2),
            *cls._papers(cls.company2),
            *cls._things(person, cls.user_reception2),
            *cls._muster(cls.site2),
            *trained(person),
            cls._programme(visit, area),
            cls._visit_request(visit.registration_ids[:1]),
            cls._series(
                cls._visit(
                    cls.env.user,
                    ("Wu Next",),
                    type_id=kind.id,
                    host_id=head.id,
                    site_id=cls.site2.id,
                )
            ),
            *cls._hours(
                cls._visit(
                    cls.env.user,
                    ("Wu Next",),
                    type_id=kind.id,
                    host_id=head.id,
                    site_id=cls.site2.id,
                )
            ),
            *cls._review(cls.site2),
            cls._order_next_door(department),
            *cls._policies(person),
            *cls._watched(person),
            due(cls.user_reception2),
        ]

    @classmethod
    def _order_next_door(cls, department):
        """An order to a department, which follows from nothing."""
        return cls.env["client.rectification"].create(
            {
                "department_id": department.id,
                "company_id": cls.company2.id,
                "requirement": "Repair it",
                "deadline": "2099-01-01",
            }
        )

    @classmethod
    def _review(cls, site):
        """The review of a month, and one of its lines."""
        review = cls.env["visitor.review"]._generate(site, date(2026, 1, 1))
        return review, review.line_ids[:1]

    @classmethod
    def _visit_request(cls, person):
        """A visitor asks whether one more may come."""
        return cls.env["visitor.visit.request"].create(
            {"registration_id": person.id, "kind": "companion", "name": "Li Na"}
        )

    @classmethod
    def _programme(cls, visit, area):
        """A point of the programme of a visit."""
        return cls.env["visitor.visit.programme"].create(
            {
                "visit_id": visit.id,
                "start": visit.start,
                "stop": visit.stop,
                "what": "Tour of the plant",
                "area_id": area.id,
            }
        )

    @classmethod
    def _hours(cls, visit):
        """The weekly hours of a visit with a unit, and a time when somebody came."""
        company = visit.company_id.id
        hours = cls.env["resource.calendar"].create(
            {"name": "Mornings", "company_id": company, "tz": "UTC"}
        )
        unit = cls.env["visitor.unit"].create(
            {"name": "Attic", "site_id": visit.site_id.id}
        )
        agreed = cls.env["visitor.visit.hours"].create(
            {
                "visit_id": visit.id,
                "unit_id": unit.id,
                "resource_calendar_id": hours.id,
            }
        )
        person = visit.registration_ids
        cls.env.flush_all()
        cls.env.cr.execute(  # as a gate writes it down
            "INSERT INTO visitor_stay (registration_id, site_id, company_id, headcount,"
            " in_at, out_at, closed_by) VALUES (%s, %s, %s, 1, %s, %s, 'person')",
            [person.id, visit.site_id.id, company, visit.start, visit.stop],
        )
        came = cls.env["visitor.attendance"].search(
            [("registration_id", "=", person.id)]
        )
        return agreed, came

    @classmethod
    def _series(cls, visit):
        """A weekly series that begins with a visit."""
        day = visit.start.date()
        return cls.env["visitor.visit.series"].create(
            {
                "source_id": visit.id,
                "monday": True,
                "date_from": day,
                "date_to": day + timedelta(days=30),
            }
        )

    @classmethod
    def _violation(cls, person, reception):
        """A violation that reception reported, its type and a photograph."""
        kind = cls.env["visitor.violation.type"].create(
            {"name": "Running", "company_id": person.company_id.id}
        )
        violation = cls.env["visitor.violation"].with_user(reception)
        violation = violation.browse(
            person.with_user(reception).report_violation(kind.id)
        )
        violation.photo_ids = [Command.create({"picture": b64(picture_bytes())})]
        return violation.sudo(), kind, violation.photo_ids.sudo()

    @classmethod
    def _papers(cls, company):
        """A paper of a contractor, and its kind."""
        kind = cls.env["visitor.contractor.paper.kind"].create(
            {"name": "Insurance", "company_id": company.id}
        )
        firm = cls.env["res.partner"].create(
            {"name": "Acme Works", "is_company": True, "company_id": company.id}
        )
        paper = cls.env["visitor.contractor.paper"].create(
            {"partner_id": firm.id, "kind": kind.id, "company_id": company.id}
        )
        return paper, kind

    @classmethod
    def _things(cls, person, reception):
        """What a visitor left to be kept, and an exit pass with one line."""
        person = person.with_user(reception)
        thing = person.env["visitor.belonging"].browse(
            person.add_belonging("deposit", "Suitcase")["id"]
        )
        item_pass = person.env["visitor.item.pass"].create(
            {
                "registration_id": person.id,
                "line_ids": [Command.create({"name": "Chair"})],
            }
        )
        return thing.sudo(), item_pass.sudo(), item_pass.line_ids.sudo()

    @classmethod
    def _muster(cls, site):
        """A roll call that is over, with somebody who was ticked, and a warden."""
        musters = cls.env["visitor.muster"]
        point = cls.env["visitor.muster.point"].create(
            {"name": "Yard", "site_id": site.id}
        )
        warden = cls.env["visitor.muster.warden"].create(
            {"name": "Wu Warden", "site_id": site.id, "point_id": point.id}
        )
        warden.action_show_link()
        muster = musters.browse(musters.start(site.id, "test"))
        line = muster.line_ids.browse(muster.add("Wang Wu"))
        muster.action_end()
        return muster, line, line.tick_ids, point, warden, warden.link_ids

    @classmethod
    def _delivery(cls, unit, person):
        """A delivery to a unit, what the unit told the desk, and who looked at it."""
        site = unit.site_id
        kind = cls.env["visitor.delivery.kind"].create(
            {"name": "Flowers", "company_id": site.company_id.id}
        )
        firm = cls.env["visitor.delivery.firm"].create(
            {"name": "Green Vans", "site_id": site.id, "kind_id": kind.id}
        )
        delivery = cls.env["visitor.delivery"].create(
            {
                "site_id": site.id,
                "firm_id": firm.id,
                "kind_id": kind.id,
                "unit_id": unit.id,
            }
        )
        told = cls.env["visitor.unit.instruction"].create(
            {"unit_id": unit.id, "kind": "call_first", "until": "2099-01-01"}
        )
        gate = cls.env["visitor.gate"].create({"name": "Lane", "site_id": site.id})
        movement = cls.env["visitor.movement"].search(
            [("registration_id", "=", person.id)], limit=1
        )
        look = cls.env["visitor.footage.look"].create(
            {
                "movement_id": movement.id,
                "gate_id": gate.id,
                "site_id": site.id,
                "company_id": site.company_id.id,
                "recorded_at": movement.at,
                "at": movement.at,
                "user_id": cls.env.uid,
                "reason": "A bag is missing",
            }
        )
        entries = cls.env["visitor.lane.analysis"].search(
            [("site_id", "=", site.id)], limit=1
        )
        return kind, firm, delivery, told, look, entries

    @classmethod
    def _wait(cls, person):
        """A wait of a visitor that is over, with the call that was made and noted."""
        person = person.sudo()
        number = cls.env["visitor.call.number"].create(
            {"name": "Duty manager", "phone": "8000", "site_id": person.site_id.id}
        )
        wait = cls.env["visitor.waiting"].create(
            {
                "visit_id": person.visit_id.id,
                "registration_id": person.id,
                "kind": "arrived",
                "since": person.visit_id.start,
            }
        )
        call = cls.env["visitor.waiting.call"].create(
            {
                "waiting_id": wait.id,
                "at": wait.since,
                "user_id": cls.env.uid,
                "channel": "phone",
                "called": number.name,
                "outcome": "no_answer",
            }
        )
        wait._end()
        return wait, call, number

    @classmethod
    def _notices(cls, visit):
        """A channel, what it can tell of, and what it has to say of a visit."""
        arrived = cls.env.ref("visitor_management.visitor_notice_event_arrived")
        site = visit.sudo().site_id
        channel = cls.env["visitor.notice.channel"].create(
            {
                "name": "Guards",
                "kind": "odoo",
                "to_host": True,
                "site_id": site.id,
                "company_id": site.company_id.id,
                "event_ids": [Command.set(arrived.ids)],
            }
        )
        ids = channel._tell(site, "arrived", visit)
        notices = cls.env["visitor.notice"].browse(ids)
        mine = notices.filtered(lambda notice: notice.channel_id == channel)
        return channel, arrived, mine

    @classmethod
    def _asked_link(cls, visit):
        """A link by which somebody answers for a visit."""
        return cls.env["visitor.answer.link"].create(
            {
                "visit_id": visit.id,
                "partner_id": cls.env.user.partner_id.id,
                "user_id": cls.env.uid,
                "token_hash": f"of visit {visit.id}",
                "expires_at": visit.stop,
            }
        )

    @classmethod
    def _escort(cls, visit, employee):
        """Somebody who accompanies a visit, what the visit needs, and a link."""
        employee.sudo().set_may_escort(True)
        escort = (
            cls.env["visitor.escort"]
            .sudo()
            .create({"visit_id": visit.id, "employee_id": employee.id})
        )
        link = cls.env["visitor.escort.link"].create(
            {
                "escort_id": escort.id,
                "user_id": cls.env.uid,
                "token_hash": f"of escort {escort.id}",
                "expires_at": escort.stop,
            }
        )
        need = cls.env["visitor.escort.need"].browse(visit.id)
        return escort, need, link

    @classmethod
    def _role_given(cls, company):
        """A role that was given in a company, as it was written down."""
        log = cls.env["visitor.role.log"]
        return log.create(
            {
                "user_id": cls.user_host2.id,
                "role": "reception",
                "given": True,
                "by_id": cls.env.uid,
                "company_id": company.id,
            }
        )

    @classmethod
    def _policies(cls, person):
        """A text of a company with a duty and a review, accepted by a visitor."""
        person, company = person.sudo(), person.sudo().company_id
        department = cls.env["hr.department"].create(
            {"name": "Logistics", "company_id": company.id}
        )
        duty = {"department_id": department.id, "name": "Look", "evidence": "A list"}
        policy = cls.env["visitor.policy"].create(
            {
                "name": "Rules",
                "body": "<p>No smoking.</p>",
                "company_id": company.id,
                "duty_ids": [Command.create(duty)],
            }
        )
        policy.action_publish()
        policy.action_review("keep")
        acceptance = policy.acceptance_ids._record(person, policy, "desk", "en_US")
        return policy, policy.duty_ids, policy.review_ids, acceptance

    @classmethod
    def _permit(cls, site):
        """A work permit that was asked for, its kind and all that hangs on them."""
        kind = cls.env["visitor.permit.kind"].create(
            {
                "name": "Welding",
                "company_id": site.company_id.id,
                "level_ids": [Command.create({"name": "A", "max_hours": 8})],
                "function_ids": [
                    Command.create(
                        {"name": "Foreman", "code": "acceptor", "acceptor": True}
                    )
                ],
                "check_ids": [Command.create({"name": "Extinguisher at hand"})],
                "hours_ids": [Command.create({"day": "0"})],
                "form": "height",
            }
        )
        permit = cls.env["visitor.permit"].create(
            {
                "kind_id": kind.id,
                "site_id": site.id,
                "works": "Weld a rail",
                "worker_ids": [Command.create({"name": "Wu Next"})],
            }
        )
        return (
            *(kind, kind.level_ids, kind.function_ids, kind.check_ids, permit),
            *(permit.worker_ids, permit.line_ids, permit._note("started")),
            *(kind.hours_ids, permit.detail_ids),
        )

    @classmethod
    def _shift(cls, site):
        """A handover with one of its lines, and of what is counted."""
        thing = cls.env["visitor.shift.thing"].create(
            {"site_id": site.id, "name": "Radio", "quantity": 2}
        )
        shift = cls.env["visitor.shift"].create({"site_id": site.id})
        counted = shift.count_ids.filtered(lambda line: line.kind == "thing")
        return shift, shift.line_ids[:1], counted, thing

    @classmethod
    def _left_visit(cls, user=None, company=None, **values):
        """A visit that waits for a host who has left, as the list shows it."""
        leaver = cls.env["hr.employee"].create(
            {"name": "Tom Gone", "company_id": (company or cls.company).id}
        )
        values = {"type_id": cls.type_security.id, **values}
        visit = cls._visit(user, host_id=leaver.id, **values)
        visit.action_submit()
        leaver.active = False
        return cls.env["visitor.handover"].search([("employee_id", "=", leaver.id)])


class ClientNextDoor:
    """A complaint, a client visit and what follows from them, next door."""

    @classmethod
    def _ours_next_door(cls, partner, head, department):
        own = {"company_id": cls.company2.id}
        about = {"partner_id": partner.id, **own}
        category = cls.env["client.complaint.category"].create({"name": "N", **own})
        term = cls.env["client.complaint.term"].create(
            {"severity": "major", "answer_hours": 1, "handling_days": 1, **own}
        )
        rule = cls.env["client.callback.rule"].create({"severity": "major", **own})
        day = cls.env["client.service.day"].create({"date": "2099-10-01", **own})
        complaint = cls.env["client.complaint"].create(
            {
                "content": "It is loud",
                "category_id": category.id,
                "department_id": department.id,
                **about,
            }
        )
        complaint.action_accept()
        complaint.action_handled()
        order = cls.env["client.rectification"].create(
            {
                "complaint_id": complaint.id,
                "department_id": department.id,
                "employee_id": head.id,
                "requirement": "Be quiet",
                "deadline": "2099-01-01",
            }
        )
        callback = complaint.callback_ids
        callback.log_attempt("no_answer")
        draw = cls.env["client.callback.draw"].create({"name": "Next", **own})
        line = draw.line_ids.create(
            {"draw_id": draw.id, "origin": "W-1", "partner_id": partner.id}
        )
        person = [Command.create({"employee_id": head.id})]
        visit = cls.env["client.visit"].create({"line_ids": person, **about})
        item = cls.env["client.visit.item"].create(
            {"visit_id": visit.id, "content": "It is warm"}
        )
        plan = cls.env["client.visit.plan"].create(
            {"name": "Next", "date_to": "2099-01-01", "line_ids": person, **own}
        )
        forms = cls.env["client.callback.statistics"]
        month = cls.company2._client_today().replace(day=1)
        form = forms.browse(forms.generate(month, department.id))
        callback2 = forms.env["client.callback"].create(
            {"source": "repair", "origin": "W-2", "email": "c@next.example", **about}
        )
        cls._mail_link(callback2)
        units = cls.env["visitor.unit"]
        for site in (cls.site, cls.site2):
            units |= units.create({"name": "7", "site_id": site.id})
        announced = cls._visit(
            cls.env.user,
            type_id=cls.type_open.id,
            host_id=head.id,
            site_id=cls.site2.id,
        )
        form_dialog = cls.env["client.statistics.acknowledge"].create(
            {
                "statistics_id": form.id,
                "order_ids": [
                    Command.create(
                        {
                            "requirement": "Be quiet",
                            "department_id": department.id,
                            "deadline": "2099-01-01",
                        }
                    )
                ],
            }
        )
        return [
            *(units, cls.site, announced, cls._visit(), callback2.rating_ids),
            *(form_dialog, form_dialog.order_ids),
            *(
                category,
                term,
                rule,
                day,
                complaint,
                order,
                callback,
                callback.attempt_ids,
            ),
            *(draw, line, visit, visit.line_ids, item, plan, plan.line_ids, form),
            *(form.line_ids[:1], form.open_item_ids[:1], cls.site2),
            cls.env["visitor.review"]._generate(cls.site2, date(2026, 1, 1)),
        ]
