"""Means, and how far from them."""

import statistics
from fractions import Fraction

data = [2, 4, 4, 4, 5, 5, 7, 9]
print(statistics.mean(data), statistics.median(data), statistics.mode(data), statistics.pstdev(data))
print(statistics.mean([Fraction(1, 3), Fraction(1, 6)]), statistics.fmean([1, 2]), statistics.quantiles(data, n=4))
try:
    statistics.mean([])
except statistics.StatisticsError as error:
    print(error)

# expect: 5 4.5 4 2.0
# expect: 1/4 1.5 [4.0, 4.5, 6.5]
# expect: mean requires at least one data point
