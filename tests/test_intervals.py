"""Intervals and tests: as in the papers they come from, and as SciPy computes them."""

import random

import pytest

from notecheck.audit import intervals
from notecheck.audit.intervals import Moments

stats = pytest.importorskip("scipy.stats", reason="SciPy comes with scikit-learn: pip install 'notecheck[dev]'")


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_a_share_as_in_newcombe_1998(hits, of, low, high):
    found = intervals.wilson(hits, of)
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@pytest.mark.parametrize(
    ("new", "old", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
    ],
)
def test_two_shares_apart_as_in_newcombe_1998(new, old, low, high):
    found = intervals.shares_apart(old, new).interval
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_two_shares_of_the_same_records_as_in_fagerland_lydersen_laake():
    # Airway hyper-responsiveness before and after (Bentur et al., 2009): 1, 1, 7, 12.
    found = intervals.shares_paired(both=1, new=1, old=7, neither=12)
    assert found.value == pytest.approx(-6 / 21)
    assert (found.interval.low, found.interval.high) == (
        pytest.approx(-0.507, abs=5e-4),
        pytest.approx(-0.026, abs=5e-4),
    )
    assert found.p == pytest.approx(0.0391, abs=5e-5)


def test_many_pairs_that_differ_are_judged_as_few_are():
    few, many = (intervals.shares_paired(100, new, old, 100).p for new, old in ((480, 520), (481, 521)))
    assert many == pytest.approx(few, rel=0.05)


def test_shares_that_are_the_same_are_no_difference():
    assert intervals.shares_apart((0, 30), (0, 40)).p == 1
    assert intervals.shares_paired(30, 0, 0, 0).p == 1
    assert intervals.shares_paired(10, 5, 5, 10).p == 1


@pytest.mark.parametrize("freedom", [1, 3, 19.5, 200, 1e5])
def test_students_t_as_scipy_has_it(freedom):
    assert intervals.t_quantile(0.95, freedom) == pytest.approx(stats.t.ppf(0.975, freedom), rel=1e-9)
    assert intervals.t_tail(-2.3, freedom) == pytest.approx(2 * stats.t.sf(2.3, freedom), rel=1e-9)


def test_means_as_scipy_has_them():
    draw = random.Random(4)
    old, new = [draw.gauss(80, 9) for _ in range(40)], [draw.gauss(84, 5) for _ in range(40)]

    def moments(values):
        return Moments.of_sums(len(values), sum(values), sum(value * value for value in values))

    apart = intervals.means_apart(moments(old), moments(new))
    theirs = stats.ttest_ind(new, old, equal_var=False)
    assert apart.p == pytest.approx(theirs.pvalue)
    assert apart.interval.low == pytest.approx(theirs.confidence_interval().low)
    paired = intervals.means_paired(moments([b - a for a, b in zip(old, new, strict=True)]))
    assert paired.p == pytest.approx(stats.ttest_rel(new, old).pvalue)


def test_many_comparisons_as_scipy_has_them():
    ps = [0.001, 0.04, 0.03, 0.8, 0.012, 0.012]
    assert intervals.adjusted(ps) == pytest.approx(list(stats.false_discovery_control(ps)))
    assert intervals.adjusted([]) == []


def test_a_rate_holds_its_true_value_about_19_times_in_20():
    draw, held = random.Random(7), 0
    for _ in range(300):
        words = [draw.randint(50, 400) for _ in range(60)]
        # Places come in clusters: some writers mark many, so that a plain count would be far too sure.
        places = [
            sum(draw.random() < rate for _ in range(each)) for each in words for rate in [draw.choice((0.01, 0.07))]
        ]
        sums = (
            sum(places),
            sum(words),
            *(
                sum(a * b for a, b in zip(x, y, strict=True))
                for x, y in ((places, places), (words, words), (places, words))
            ),
        )
        _, interval = intervals.rate(len(words), sums)
        held += interval.low <= 0.04 <= interval.high
    assert 0.90 <= held / 300 <= 0.98
