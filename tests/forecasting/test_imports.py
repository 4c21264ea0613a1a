"""What serving may load: never TensorFlow, never pandas."""

from __future__ import annotations

import subprocess
import sys

SERVING = ("hourly", "monthly", "next_bill", "registry", "forecasts", "baselines", "features", "totals", "days")


def test_serving_loads_neither_tensorflow_nor_pandas():
    lines = [f"import advisor.forecasting.{name}" for name in SERVING]
    lines += ["import sys, pathlib", "from advisor.forecasting.registry import load_models"]
    lines += ["assert load_models(pathlib.Path('models')).hourly is not None"]
    lines += ["heavy = {'tensorflow', 'keras', 'pandas', 'pyarrow', 'sklearn'} & set(sys.modules)"]
    lines += ["assert not heavy, heavy"]
    done = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
