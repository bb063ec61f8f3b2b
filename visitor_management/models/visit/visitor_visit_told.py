from typing import NamedTuple

from odoo import models
from odoo.tools import format_datetime, format_list
from odoo.tools.translate import LazyTranslate

from ...tools import images
from ...tools.sentences import say

_lt = LazyTranslate(__name__)

# What happens at the desk, if at no gate.
AT_DESK = {"at_desk", "at_desk_for_security", "arrived", "left"}
AT_DESK |= {"waits", "waits_for_deputy"}
# What is no news to whoever stood there, or needs no face.
WITHOUT_PHOTO = {"left", "asked", "asked_again", "overstaying_manager"}
WITHOUT_PHOTO |= {"asked_for_deputy", "nobody_answers"}
# Who is announced may still be without a name; who came has at least a line.
OF_ANNOUNCED = {"asked", "asked_for_deputy", "nobody_answers"}
# So many people of a group are named, the others counted.
NAMED = 3
PHOTO_SIZE = (160, 160)


class Words(NamedTuple):
    """What a host is told: the line above, without names, and a sentence.

    Each for one person, and for several. ``%(who)s`` are their names.
    """

    subject: object
    subject_of_several: object
    sentence: object
    sentence_of_several: object

    def of(self, count):
        """
        :param int count: how many people it is about
        :return: subject and sentence
        """
        if count > 1:
            return self.subject_of_several, self.sentence_of_several
        return self.subject, self.sentence


WORDS = {
    "asked": Words(
        _lt("A visit waits for your approval (%s)"),
        _lt("A visit waits for your approval (%s)"),
        _lt("%(who)s would like to come. Approve or refuse the visit."),
        _lt("%(who)s would like to come. Approve or refuse the visit."),
    ),
    "asked_again": Words(
        _lt("A changed visit waits for your approval (%s)"),
        _lt("A changed visit waits for your approval (%s)"),
        _lt(
            "The visit of %(who)s was changed after it was approved. Approve or refuse "
            "it as it is now."
        ),
        _lt(
            "The visit of %(who)s was changed after it was approved. Approve or refuse "
            "it as it is now."
        ),
    ),
    "at_desk": Words(
        _lt("Your visitor is at the desk now (%s)"),
        _lt("Your visitors are at the desk now (%s)"),
        _lt("%(who)s is at the desk now and waits for your answer."),
        _lt("%(who)s are at the desk now and wait for your answer."),
    ),
    "at_desk_for_security": Words(
        _lt("A visitor at the desk needs the approval of security (%s)"),
        _lt("Visitors at the desk need the approval of security (%s)"),
        _lt("%(who)s is at the desk now and waits for your answer."),
        _lt("%(who)s are at the desk now and wait for your answer."),
    ),
    "waits": Words(
        _lt("Your visitor is here and waits for your word (%s)"),
        _lt("Your visitors are here and wait for your word (%s)"),
        _lt(
            "%(who)s is here and waits for your word: are you coming, is the visitor "
            "to be sent up, to wait, or not to be let in?"
        ),
        _lt(
            "%(who)s are here and wait for your word: are you coming, are they to be "
            "sent up, to wait, or not to be let in?"
        ),
    ),
    "waits_for_deputy": Words(
        _lt("A visitor of your colleague is here and waits (%s)"),
        _lt("Visitors of your colleague are here and wait (%s)"),
        _lt(
            "%(who)s is here to see %(host)s, who has not answered. Please answer in "
            "your colleague's stead."
        ),
        _lt(
            "%(who)s are here to see %(host)s, who has not answered. Please answer in "
            "your colleague's stead."
        ),
    ),
    "asked_for_deputy": Words(
        _lt("A visit to your colleague waits for approval (%s)"),
        _lt("A visit to your colleague waits for approval (%s)"),
        _lt(
            "%(who)s would like to see %(host)s, who has not answered. Please approve "
            "or refuse the visit in your colleague's stead."
        ),
        _lt(
            "%(who)s would like to see %(host)s, who has not answered. Please approve "
            "or refuse the visit in your colleague's stead."
        ),
    ),
    "nobody_answers": Words(
        _lt("A visit waits, and nobody has answered (%s)"),
        _lt("A visit waits, and nobody has answered (%s)"),
        _lt("%(who)s would like to see %(host)s. Call, and note the answer."),
        _lt("%(who)s would like to see %(host)s. Call, and note the answer."),
    ),
    "arrived": Words(
        _lt("Your visitor is here (%s)"),
        _lt("Your visitors are here (%s)"),
        _lt("%(who)s is here."),
        _lt("%(who)s are here."),
    ),
    "left": Words(
        _lt("Your visitor has left (%s)"),
        _lt("Your visitors have left (%s)"),
        _lt("%(who)s has left."),
        _lt("%(who)s have left."),
    ),
    "overstaying": Words(
        _lt("Your visitor is still inside (%s)"),
        _lt("Your visitors are still inside (%s)"),
        _lt("%(who)s is still inside. The visit ended at %(stop)s."),
        _lt("%(who)s are still inside. The visit ended at %(stop)s."),
    ),
    "overstaying_desk": Words(
        _lt("A visitor is still inside after the end of the visit (%s)"),
        _lt("Visitors are still inside after the end of the visit (%s)"),
        _lt(
            "%(who)s is still inside. The visit ended at %(stop)s. Call the host, and "
            "extend the visit or check the visitor out."
        ),
        _lt(
            "%(who)s are still inside. The visit ended at %(stop)s. Call the host, and "
            "extend the visit or check the visitors out."
        ),
    ),
    "overstaying_manager": Words(
        _lt("A visitor is still inside after the end of the visit (%s)"),
        _lt("Visitors are still inside after the end of the visit (%s)"),
        _lt(
            "%(who)s is still inside. The visit ended at %(stop)s, and neither the "
            "host nor reception has extended it. Ask the host."
        ),
        _lt(
            "%(who)s are still inside. The visit ended at %(stop)s, and neither the "
            "host nor reception has extended it. Ask the host."
        ),
    ),
}
# Whoever is told in the stead of a host who has left.
COLLEAGUES = {
    "at_desk": _lt("Visitors of a colleague who has left are at the desk (%s)"),
    "arrived": _lt("Visitors of a colleague who has left are here (%s)"),
    "left": _lt("Visitors of a colleague who has left have gone (%s)"),
    "overstaying": _lt("Visitors of a colleague who has left are still inside (%s)"),
}


class VisitorVisit(models.Model):
    """What people are told about a visit: who, of which firm, why, when and where.

    Names stand in the message alone, which its recipient reads: not in its subject.
    """

    _inherit = "visitor.visit"

    # ------------------------------------------------------------
    # WHO IS TOLD
    # ------------------------------------------------------------

    def _tell_host(self, event, people, gate_id=False):
        """Tell the host of a visit what became of the visitors; the mail is queued.

        :param str event: of ``WORDS``
        :param people: ``visitor.registration`` of this visit
        :param int gate_id: where it happened; default: at the desk
        """
        self.ensure_one()
        if people:
            self._tell_event(self._host_partner(), event, people, gate_id)

    def _tell_approvers(self, people):
        """Ask those who approve the visit.

        Of a walk-in the ladder asks the host, who stands there being told of at once.
        """
        self.ensure_one()
        self.env["visitor.notice.channel"]._tell(self.site_id, "approval", self, people)
        if self.type_id.approval == "security":
            event = "at_desk_for_security" if self.walk_in else "asked"
        elif self.walk_in:
            return
        else:
            event = "asked_again" if self.reopened else "asked"
        asked = self._approving_users().partner_id
        if self.type_id.approval == "host":
            resident = self.host_partner_id
            asked |= resident.filtered(lambda each: not self._has_moved_out(each))
        for partner in asked - self.env.user.partner_id:
            self._tell_event(partner, event, people)

    def _tell_creator(self, subject, body):
        creator = self.env["visitor.stand.in"]._at_work(self.create_uid).partner_id
        if creator != self.env.user.partner_id:
            self._tell(creator, subject, body)

    def _tell(self, partner, subject, body, people=None):
        """Tell a person something of a visit; the mail is queued.

        :param partner: ``res.partner``, may be empty: then nobody is told
        :param subject: a line without personal data, a lazy translation
        :param body: a text, or a lazy translation: said in the person's language
        :param people: ``visitor.registration`` it is about; default: all of the visit
        """

        def words(env):
            text = body if isinstance(body, str) else say(env, body)
            about = people or self.registration_ids
            count = self._count_told(people) if people else self.headcount
            rows = self._rows_told(env, about, named=count)
            return say(env, subject), self._body_told(env, text, rows)

        self.env["visitor.told"]._notify(
            partner, words, about=self, otherwise=self.site_id._lang()
        )

    # ------------------------------------------------------------
    # WHAT IS SAID
    # ------------------------------------------------------------

    def _tell_event(self, partner, event, people, gate_id=False):
        announced = event in OF_ANNOUNCED
        count = self.headcount if announced else self._count_told(people)
        subject, sentence = WORDS[event].of(count)
        instead = self._is_for_somebody_else(partner)
        if instead:
            subject = COLLEAGUES.get(event, subject)

        def words(env):
            text = say(env, sentence) % {
                "who": self._names_told(env, people, count),
                "host": self.host_name,
                "stop": format_datetime(env, self.stop, self.site_id._tz(), "short"),
            }
            place = self._place_told(env, event, people, gate_id)
            rows = self._rows_told(env, people, place)
            return say(env, subject) % self.name, self._body_told(env, text, rows)

        # a photo is for the eyes of reception and the host
        unseen = instead or event in WITHOUT_PHOTO
        message = self.env["visitor.told"]._notify(
            partner,
            words,
            about=self,
            otherwise=self.site_id._lang(),
            pictures=() if unseen else self._pictures(people),
            layout=self._layout_told(event),
        )
        self._after_told(event, partner, message)

    def _layout_told(self, event):
        """What stands around the message in a mail: an xml id, or Odoo's own."""
        return ""

    def _after_told(self, event, partner, message):
        """What else happens when somebody was told.

        :param str event: of ``WORDS``
        :param partner: ``res.partner`` who was told
        :param message: ``mail.message``, empty where nobody was
        """

    def _is_for_somebody_else(self, partner):
        """Whether somebody is told in the stead of a host who has left."""
        host_sudo = self.sudo().host_id  # compared, not shown
        own = host_sudo.user_id.partner_id | host_sudo.work_contact_id
        return (
            self.env["visitor.stand.in"]._has_left(host_sudo, self.company_id)
            and partner not in own
        )

    def _body_told(self, env, sentence, rows):
        return env["ir.qweb"]._render(
            "visitor_management.visitor_visit_told",
            {"sentence": sentence, "rows": rows},
        )

    def _rows_told(self, env, people, place=(), named=0):
        """What stands below the sentence: pairs of a label and a text.

        :param env: in the language of the reader
        :param int named: how many people to name, if the sentence does not
        """
        visit, firms = self.with_env(env).sudo(), []  # of a visit the reader is told of
        for firm in [*people.mapped("organization"), visit.partner_id.name]:
            if firm and firm not in firms:
                firms.append(firm)
        rows = [
            (env._("Visitors"), [named and self._names_told(env, people, named)]),
            (env._("Firm"), firms[:NAMED]),
            (env._("Purpose"), [visit.purpose, visit.type_id.name]),
            (env._("Time"), [visit.local_window]),
            (env._("Where"), [visit.site_id.name, *place]),
            (env._("Reception Phone"), [visit.site_id.announce_phone]),
        ]
        rows = [(label, " · ".join(filter(None, texts))) for label, texts in rows]
        return [(label, text) for label, text in rows if text]

    def _place_told(self, env, event, people, gate_id):
        """The gate, the desk or the areas that people are in or ask for."""
        gate = env["visitor.gate"].sudo().browse(gate_id or ())  # a name
        if gate:
            return [gate.name, gate.area_id.name]
        if event in AT_DESK:
            return [env._("Reception desk")]
        areas = people.current_area_id or self.area_ids
        return areas.with_env(env).mapped("name")

    def _count_told(self, people):
        return sum(people.mapped("headcount"))

    def _names_told(self, env, people, count):
        """The first by name, and how many others: "Li Na, and 27 others"."""
        without_names = self._without_names()
        named = people.filtered(lambda person: person.name != without_names)
        shown = named.sorted("id")[:NAMED]
        names = shown.mapped("name")
        others = count - len(names)
        if not names:
            return env._("%s people", count) if count > 1 else env._("1 person")
        if others == 1:
            names.append(env._("1 other"))
        elif others > 1:
            names.append(env._("%s others", others))
        return format_list(env, names)

    def _pictures(self, people):
        """Small copies of the photos that were taken of the first of the people."""
        photos = people.sorted("id")[:NAMED].sudo().mapped("photo")  # for the host
        return [
            images.clean(images.decode(photo), PHOTO_SIZE)[0]
            for photo in photos
            if photo
        ]
