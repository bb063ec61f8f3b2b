from . import visitor_notice_event
from . import visitor_notice_channel
from . import visitor_notice_channel_secret
from . import visitor_notice_channel_life
from . import visitor_notice_channel_turn
from . import visitor_notice
from . import visitor_notice_words
from . import visitor_notice_send
