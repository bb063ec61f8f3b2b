def terms(env):
    """The words of the talk page, in the language of the user.

    They stand in the page, so that it speaks without network too.

    :param env: of the user
    :return: dict of str
    """
    _ = env._
    return {
        "title": _("Talk record"),
        "loading": _("Loading…"),
        "saved": _("Saved"),
        "saving": _("Saving…"),
        "kept": _("Kept on this phone, will be sent"),
        "incomplete": _("Saved, except what is marked"),
        "conflict": _("Changed in the office too: please decide"),
        "signed_out": _("Kept on this phone. Sign in again to send it."),
        "sign_in": _("Sign in"),
        "refused": _("Kept on this phone: the office did not take it"),
        "closed": _("This visit is closed. Nothing can be written any more."),
        "closed_kept": _(
            "This visit was closed in the office. What you wrote since is kept on this "
            "phone: copy it before you remove it."
        ),
        "not_kept": _("Not saved: this browser keeps nothing. Stay on this page."),
        "no_network": _("No network, and nothing of this visit is on this phone yet."),
        "try_again": _("Try again"),
        "not_found": _("This visit is not there, or not yours."),
        "planned": _("There is no appointment yet. Confirm it first."),
        "people": _("From us"),
        "contact": _("At the client"),
        "purpose": _("Purpose"),
        "earlier": _("Open from last time"),
        "nothing_earlier": _("Nothing is open from last time."),
        "talk": _("What was talked about"),
        "talk_hint": _("Write freely. Each letter is kept at once."),
        "told_client": _("What we told the client"),
        "told_client_hint": _("News and notices, recent work, what was open"),
        "items": _("What the client raised"),
        "add_item": _("+ Item"),
        "facilities": _("Facilities"),
        "content_hint": _("What the client said"),
        "answered": _("Answered now"),
        "give": _("Give to somebody"),
        "later": _("Not yet"),
        "answer_hint": _("What was answered"),
        "person_hint": _("Search a colleague"),
        "deadline": _("Deadline"),
        "remove": _("Remove"),
        "undo": _("Undo"),
        "removed": _("Item removed"),
        "missing_content": _("Write what the client said."),
        "missing_answer": _("Write what was answered."),
        "missing_person": _("Say who and by when."),
        "signature": _("Client's signature"),
        "signed_by": _("Name of who signs"),
        "sign_again": _("Sign again"),
        "signed": _("Signed"),
        "finish": _("Visit is over"),
        "finish_hint": _("You can still complete the items afterwards."),
        "finished": _("The visit is written down. Nothing is kept on this phone."),
        "finish_later": _("The visit is over. It will be sent when there is network."),
        "open_form": _("Open in Odoo"),
        "mine": _("Keep mine"),
        "theirs": _("Take theirs"),
        "both": _("Keep both"),
        "office": _("In the office"),
        "deleted_there": _("deleted"),
        "elsewhere": _("This record is open in another window. Close it there first."),
        "discard": _("Remove from this phone"),
    }
