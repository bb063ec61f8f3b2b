from . import admission, keys, opening_hours, pass_code, transaction
