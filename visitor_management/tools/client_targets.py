"""Whether a monthly rate misses its target."""

from .client_kpis import LESS_IS_BETTER

# Rates are shown to a tenth of a percent; what looks like the target has reached it.
PER_TENTH_OF_PERCENT = 1000


def misses(kpi, rate, target):
    """Whether a rate misses its target.

    :param str kpi: name of the rate, see ``client_kpis``
    :param rate: share, or False where it is out of none
    :param target: share, or False where there is none
    :return: bool; nothing misses where there is no rate or no target
    """
    if any(value is None or value is False for value in (rate, target)):
        return False
    rate, target = (round(value * PER_TENTH_OF_PERCENT) for value in (rate, target))
    return rate > target if kpi in LESS_IS_BETTER else rate < target
