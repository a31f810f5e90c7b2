"""How far a figure may be from what it would be over many more records: intervals, and whether a difference is chance.

Every interval is one of 95 % unless another level is asked for. Which method for what, and whose it is:

- a share: Wilson's score interval (Wilson, 1927, JASA 22, 209-212; method 3 of Newcombe, 1998, Stat Med 17, 857-872);
- two shares of different records: Newcombe's hybrid score interval (Newcombe, 1998, Stat Med 17, 873-890, method 10),
  with the 'N - 1' chi-squared test (Campbell, 2007, Stat Med 26, 3661-3675);
- two shares of the same records: Newcombe's square-and-add interval (Newcombe, 1998, Stat Med 17, 2635-2650, method
  10), with McNemar's mid-p test (Fagerland, Lydersen and Laake, 2013, BMC Med Res Methodol 13, 91);
- a mean, or a rate as a ratio of two sums (places in so many words): Student's t on the records, for a rate on their
  residuals (Cochran, 1977, Sampling Techniques, ch. 6); of two audits by Welch's t (Welch, 1947, Biometrika 34, 28-35),
  or by the differences record by record;
- many comparisons at once: Benjamini and Hochberg's false discovery rate (1995, J R Stat Soc B 57, 289-300).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, erfc, exp, inf, lgamma, log, log1p, sqrt
from statistics import NormalDist
from typing import Final

LEVEL: Final = 0.95
_EXACT: Final = 1_000  # pairs that differ, up to which McNemar's test adds up the binomial
_STEPS: Final = 400
_NEAR: Final = 1e-15
_TINY: Final = 1e-300


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, both in the unit of the figure."""

    low: float
    high: float

    def times(self, by: float) -> Interval:
        """The same in another unit."""
        return Interval(self.low * by, self.high * by)


@dataclass(frozen=True, slots=True)
class Difference:
    """New less old.

    Attributes:
        value: the difference.
        interval: around it.
        p: how often chance alone would give one as large, 0 to 1.
    """

    value: float
    interval: Interval
    p: float


@dataclass(frozen=True, slots=True)
class Moments:
    """What is needed of numbers to speak of their mean.

    Attributes:
        n: how many.
        mean: of them.
        variance: of the sample (divided by n - 1); 0 where there is only one.
    """

    n: int
    mean: float
    variance: float

    @classmethod
    def of_sums(cls, n: int, total: float, squares: float) -> Moments:
        """From their number, their sum and the sum of their squares."""
        mean = total / n if n else 0.0
        return cls(n, mean, max(0.0, (squares - total * mean) / (n - 1)) if n > 1 else 0.0)

    @property
    def error(self) -> float:
        """The variance of the mean."""
        return self.variance / self.n if self.n else 0.0


def wilson(hits: int, of: int, level: float = LEVEL) -> Interval:
    """The interval of a share.

    Args:
        hits: records that have it.
        of: all of them, at least one.
        level: of the interval, 0 to 1.

    >>> interval = wilson(81, 263)
    >>> round(interval.low, 4), round(interval.high, 4)
    (0.2553, 0.3662)
    """
    z = _z(level)
    share = hits / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return Interval(0.0 if hits == 0 else middle - half, 1.0 if hits == of else middle + half)


def mean(moments: Moments, level: float = LEVEL) -> Interval:
    """The interval of a mean of at least two numbers."""
    half = t_quantile(level, moments.n - 1) * sqrt(moments.error)
    return Interval(moments.mean - half, moments.mean + half)


def rate(n: int, tops: Sequence[float], level: float = LEVEL) -> tuple[float, Interval]:
    """The ratio of two sums over records, as places in a word, with its interval, which does not go below nothing.

    Args:
        n: records, at least two.
        tops: Σy, Σx, Σy², Σx², Σxy, where y is counted in x; Σx is more than 0.
        level: of the interval, 0 to 1.
    """
    y, x, yy, xx, xy = tops
    ratio = y / x
    residuals = max(0.0, yy - 2 * ratio * xy + ratio * ratio * xx) / (n - 1)
    half = t_quantile(level, n - 1) * sqrt(residuals / n) / (x / n)
    return ratio, Interval(max(0.0, ratio - half), ratio + half)


def shares_apart(old: tuple[int, int], new: tuple[int, int], level: float = LEVEL) -> Difference:
    """The difference of two shares of different records, each as (hits, records), with at least one record each."""
    (a, m), (b, n) = new, old
    one, other = a / m, b / n
    mine, theirs = wilson(a, m, level), wilson(b, n, level)
    low = sqrt((one - mine.low) ** 2 + (theirs.high - other) ** 2)
    high = sqrt((mine.high - one) ** 2 + (other - theirs.low) ** 2)
    value = one - other
    return Difference(value, Interval(value - low, value + high), _campbell(a, m, b, n))


def _campbell(a: int, m: int, b: int, n: int) -> float:
    hits, every = a + b, m + n
    spread = hits * (every - hits) * m * n
    if not spread:
        return 1.0
    return _tail(sqrt((a * (n - b) - b * (m - a)) ** 2 * (every - 1) / spread))


def shares_paired(both: int, new: int, old: int, neither: int, level: float = LEVEL) -> Difference:
    """The difference of two shares of the same records, at least one.

    Args:
        both: records that have it both times.
        new: that have it only now.
        old: that had it only before.
        neither: that have it neither time.
        level: of the interval, 0 to 1.
    """
    n = both + new + old + neither
    one, other = (both + new) / n, (both + old) / n
    mine, theirs = wilson(both + new, n, level), wilson(both + old, n, level)
    phi = _phi(both, new, old, neither)
    low = _added(one - mine.low, theirs.high - other, phi)
    high = _added(mine.high - one, other - theirs.low, phi)
    value = (new - old) / n
    return Difference(value, Interval(value - low, value + high), _mcnemar(new, old))


def _phi(a: int, b: int, c: int, d: int) -> float:
    """How the two go together, corrected for continuity as the method says."""
    spread = (a + b) * (c + d) * (a + c) * (b + d)
    if not spread:
        return 0.0
    together = a * d - b * c
    return (max(0.0, together - (a + b + c + d) / 2) if together > 0 else together) / sqrt(spread)


def _added(one: float, other: float, phi: float) -> float:
    return sqrt(max(0.0, one * one - 2 * phi * one * other + other * other))


def _mcnemar(b: int, c: int) -> float:
    n, least = b + c, min(b, c)
    if n > _EXACT:
        return _tail(abs(b - c) / sqrt(n))
    if b == c:
        return 1.0
    below = sum(comb(n, k) for k in range(least + 1))
    return (2 * below - comb(n, least)) / (1 << n)


def means_apart(old: Moments, new: Moments, level: float = LEVEL) -> Difference:
    """The difference of two means over different records, at least two each."""
    error = old.error + new.error
    if not error:
        return _certain(new.mean - old.mean)
    parts = sum(each.error**2 / (each.n - 1) for each in (old, new))
    return _by_t(new.mean - old.mean, error, error**2 / parts, level)


def means_paired(differences: Moments, level: float = LEVEL) -> Difference:
    """The mean of differences record by record, at least two."""
    if not differences.error:
        return _certain(differences.mean)
    return _by_t(differences.mean, differences.error, differences.n - 1, level)


def _by_t(value: float, error: float, freedom: float, level: float) -> Difference:
    half = t_quantile(level, freedom) * sqrt(error)
    return Difference(value, Interval(value - half, value + half), t_tail(value / sqrt(error), freedom))


def _certain(value: float) -> Difference:
    """Where all records say the same there is no spread to judge by."""
    return Difference(value, Interval(value, value), 0.0 if value else 1.0)


def adjusted(ps: Sequence[float]) -> list[float]:
    """Each p as it counts beside the others: what stays at or below 0.05 is wrong in 5 % of such cases at most.

    >>> [round(p, 3) for p in adjusted([0.01, 0.04, 0.03, 0.5])]
    [0.04, 0.053, 0.053, 0.5]
    """
    order = sorted(range(len(ps)), key=ps.__getitem__, reverse=True)
    found, least = [1.0] * len(ps), 1.0
    for behind, place in enumerate(order):
        least = min(least, ps[place] * len(ps) / (len(ps) - behind))
        found[place] = least
    return found


def t_tail(t: float, freedom: float) -> float:
    """How often Student's t lies as far from 0 on either side."""
    return _beta(freedom / 2, 0.5, freedom / (freedom + t * t)) if t else 1.0


def t_quantile(level: float, freedom: float) -> float:
    """The t within which its share `level` lies, found by halving."""
    low, high = 0.0, 2.0
    while t_tail(high, freedom) > 1 - level:
        low, high = high, high * 2
    for _ in range(_STEPS):
        half = (low + high) / 2
        if half in (low, high):
            break
        low, high = (half, high) if t_tail(half, freedom) > 1 - level else (low, half)
    return high


def _z(level: float) -> float:
    return NormalDist().inv_cdf((1 + level) / 2)


def _tail(z: float) -> float:
    return erfc(z / sqrt(2)) if z < inf else 0.0


def _beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function by its continued fraction (DLMF 8.17.22), 0 < x < 1 or at the ends."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta(b, a, 1 - x)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    # Lentz's way to add up a continued fraction from its beginning.
    c, d = 1.0, 1 / _away(1 - (a + b) * x / (a + 1))
    total = d
    for m in range(1, _STEPS):
        for top in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _away(1 + top * d)
            c = _away(1 + top / c)
            total *= c * d
        if abs(c * d - 1) < _NEAR:
            break
    return front * total


def _away(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
