def terms(env):
    """The words of the wardens' page, in one language.

    They stand in the page, so that it has them without network.

    :param env: in that language
    :return: dict of str; what stands between ``%(`` and ``)s`` the page puts in
    """
    _ = env._
    return {
        # frame
        "title": _("Roll call on site"),
        "language": _("Language"),
        "loading": _("One moment…"),
        "pages": _("Pages of the roll call"),
        "cancel": _("Cancel this"),
        "back_to_list": _("Back to the list"),
        "full": _(
            "This phone keeps nothing more: what you tick is lost. Use another phone, "
            "or paper, and tell security."
        ),
        # the link
        "no_link": _(
            "Open the link that you were given as a warden. Security has it sent again."
        ),
        "install": _(
            "Put this page on the home screen first (share, then “Add to Home "
            "Screen”), and open it there."
        ),
        "install_why": _(
            "This browser forgets the list when the page was not opened for seven "
            "days. On the home screen it stays."
        ),
        "install_not": _("Go on in the browser"),
        "take": _("Will you be the warden with this phone?"),
        "take_why": _(
            "The link then works on this phone alone, and the list of the site is kept "
            "here, for when there is no network."
        ),
        "take_button": _("Use this phone"),
        "unreachable": _("There is no connection at the moment. Please try again."),
        "gone": _("This link is not valid any more, or belongs to another phone."),
        "gone_why": _(
            "The list was cleared from this phone. Ask security for a new link."
        ),
        "gone_lost": _(
            "%(count)s ticks were not sent. Tell security by voice whom you have seen."
        ),
        # ready
        "inside": _("people on site now"),
        "list_of": _("List of %(time)s"),
        "waiting": _("No roll call is running. Names are shown when one begins."),
        "no_list": _(
            "There is no list on this phone yet. It comes with the first connection."
        ),
        "alone_hint": _(
            "There is no network. In an emergency begin the roll call here; what you "
            "tick is sent later."
        ),
        "start_real": _("Begin: emergency"),
        "start_drill": _("Begin: drill"),
        "alone": _("Begun on this phone, without network. It is sent later."),
        "alone_online": _(
            "Nobody at reception has started a roll call yet. Call them; what you tick "
            "is kept and counts as soon as one runs."
        ),
        "alone_end": _("End it on this phone"),
        "alone_end_sure": _("Really end it? Names are hidden again."),
        "ended": _("The roll call ended at %(time)s."),
        "ended_why": _("Names are hidden again. What you ticked is stored."),
        "ended_close": _("I have seen it"),
        "page_kept": _("This page opens without network."),
        "page_not_kept": _(
            "This browser does not keep the page: without network it does not open."
        ),
        "persists": _("The browser promises to keep the list."),
        "persists_not": _(
            "The browser may throw the list away when it needs room: open this page "
            "once a week, or put it on the home screen."
        ),
        "valid_until": _("This link works until %(time)s."),
        # head
        "kind_real": _("Emergency!"),
        "kind_drill": _("Drill"),
        "kind_test": _("Test of the roll call"),
        "elapsed": _("Time since it began"),
        "missing_of": _("Missing %(missing)s of %(all)s"),
        "my_point": _("Where I am"),
        "online": _("Connected"),
        "offline_since": _("Offline since %(time)s"),
        "not_sent": _("Not sent yet: %(count)s"),
        "not_sent_why": _(
            "It is kept on this phone, and sent as soon as there is a connection. "
            "After ten minutes tell security by voice."
        ),
        "aside": _("the server did not take it"),
        "somebody": _("A scanned pass"),
        # people
        "page_people": _("People here"),
        "page_count": _("Count so far"),
        "page_print": _("Printed list"),
        "search": _("Find by name"),
        "area": _("Area of the site"),
        "all_areas": _("All areas"),
        "no_area": _("Area not known"),
        "point": _("Assembly point"),
        "missing": _("Still missing"),
        "safe": _("Safe"),
        "injured": _("Injured"),
        "off_site": _("Had left before"),
        "waits": _("not sent yet"),
        "unseen": _("Checked out by closing time: nobody saw the person leave."),
        "nobody": _("There is nobody on the list."),
        "nobody_found": _("Nobody of this name. Add the person below."),
        "more": _("Show more (%(count)s)"),
        "name": _("Name of the person"),
        "person_of": _("%(name)s %(number)s of %(all)s"),
        "firm": _("Firm"),
        "host": _("Host"),
        "status": _("Seen as"),
        # add
        "add": _("Not on the list"),
        "add_hint": _("Somebody stands here who is not on the list."),
        "add_safe": _("Add as safe"),
        "missing_name": _("Please enter the name, or what the person looks like."),
        # scan
        "scan": _("Scan a pass"),
        "camera": _("Picture of the camera"),
        "camera_opening": _("The camera is opening…"),
        "camera_refused": _(
            "The browser was not allowed to use the camera. Type the code below."
        ),
        "camera_none": _("There is no camera here. Type the code below."),
        "type_code": _("Short code of the pass"),
        "scanned": _("%(name)s is safe."),
        "scanned_unknown": _("Noted as safe. Who it is shows when it has been sent."),
        # count and print
        "people": _("In all"),
        "came": _("Seen here"),
        "time_to": _("Time until %(share)s percent were seen"),
        "minutes": _("%(count)s min"),
        "print": _("Print this list"),
        "printed_at": _("Begun %(start)s, as of %(time)s"),
    }
