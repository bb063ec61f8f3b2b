"""Fields for a number, or nothing: rates, and what somebody counts."""

from odoo import fields


class Rate(fields.Float):
    """A share that is empty where nothing was to be divided.

    A ``Float`` of Odoo turns nothing into 0, which would read as “none of them”. Here
    it stays NULL in the database, and ``False`` for those who read it.
    """

    falsy_value = None  # 0 % is a value

    def convert_to_column(self, value, record, values=None, validate=True):
        return self._rate(value)

    def convert_to_cache(self, value, record, validate=True):
        return self._rate(value)

    def convert_to_record(self, value, record):
        return False if value is None else value

    def convert_to_export(self, value, record):
        return "" if value is False else value

    def _rate(self, value):
        return None if value is None or value is False else float(value)


class Count(fields.Integer):
    """A number that is empty until somebody has counted: 0 would read as “none”."""

    falsy_value = None  # none is a count

    def convert_to_column(self, value, record, values=None, validate=True):
        return self._count(value)

    def convert_to_cache(self, value, record, validate=True):
        return self._count(value)

    def convert_to_record(self, value, record):
        return False if value is None else value

    def convert_to_read(self, value, record, use_display_name=True):
        return value

    def convert_to_export(self, value, record):
        return "" if value is False else value

    def _count(self, value):
        return None if value is None or value is False else int(value)
