"""The contract of the benchmark: the frames it asks for, at hours, days and months."""

from __future__ import annotations

import numpy as np
import pytest

pd = pytest.importorskip("pandas")

from advisor.forecasting.benchmark import forecast  # noqa: E402
from advisor.forecasting.forecasts import LEVELS  # noqa: E402

STEPS = {"h": (24 * 40, 168), "D": (90, 30), "MS": (24, 12)}


@pytest.mark.parametrize("freq", list(STEPS))
def test_every_home_gets_its_future_steps_and_levels(freq):
    count, horizon = STEPS[freq]
    rng = np.random.default_rng(3)
    index = pd.date_range("2024-01-01", periods=count, freq=freq)
    homes = {name: pd.Series(rng.gamma(4, 1, count), index=index) for name in ("a", "b")}
    homes["b"].iloc[5:9] = np.nan
    answer = forecast(homes, horizon, list(LEVELS))
    for name, frame in answer.items():
        assert frame.index[0] == homes[name].index[-1] + homes[name].index.freq
        assert len(frame) == horizon
        values = frame[list(LEVELS)].to_numpy()
        assert np.isfinite(values).all()
        assert (np.diff(values, axis=1) >= -1e-12).all()
        total = list(frame.attrs["total_quantiles"].values())
        assert total == sorted(total)
        assert total[6] == pytest.approx(homes[name].mean() * horizon, rel=0.3)


def test_a_step_it_does_not_know_is_refused():
    index = pd.date_range("2024-01-01", periods=20, freq="W")
    with pytest.raises(ValueError, match="steps must be"):
        forecast({"a": pd.Series(np.ones(20), index=index)}, 4, list(LEVELS))
