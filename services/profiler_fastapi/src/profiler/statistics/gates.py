"""From how many answers on each kind of figure is told."""

from datetime import timedelta
from typing import Final

from talent_contracts.statistics import StatisticsGates

GATES: Final = StatisticsGates(shares=50, discrimination=100, drift=200, dif=1000, dif_focal=250)
"""Shares: a 95 % interval within 14 points. Discrimination: r within .2. Drift: shares of each
window within 7 points. Language: ETS's rule of thumb for the smaller group."""
RECENT: Final = timedelta(days=28)
"""The recent window of the drift: four weeks, so that each weekday counts alike."""
