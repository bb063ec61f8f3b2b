"""How satisfied a client is: the five answers, and which of them call for somebody."""

SATISFACTION = [
    ("1", "Very Dissatisfied"),
    ("2", "Dissatisfied"),
    ("3", "Neutral"),
    ("4", "Satisfied"),
    ("5", "Very Satisfied"),
]
ANSWERS = tuple(answer for answer, _words in SATISFACTION)
DISSATISFIED = ("1", "2")
SATISFIED = ("4", "5")
# How many characters of their own words are kept.
MAX_WORDS = 2000
