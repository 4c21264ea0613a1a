"""Write a folder with only the homes the shipped network has never seen, for `forecast_bench.py --data`.

    python benchmarks/held_out_homes.py DATA_FOLDER OUTPUT_FOLDER

Needs pandas and pyarrow. The list of homes is that of the current version's manifest.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pandas as pd

MODELS = Path(__file__).resolve().parents[1] / "models" / "hourly"


def main(source: Path, target: Path) -> None:
    """Copy the rows of the held-out homes, their descriptions and the weather."""
    version = (MODELS / "current").read_text(encoding="utf-8").strip()
    manifest = json.loads((MODELS / version / "manifest.json").read_text(encoding="utf-8"))
    homes = manifest["data"]["held_out_homes"]
    target.mkdir(parents=True, exist_ok=True)
    hours = pd.read_parquet(source / "households_hourly.parquet")
    hours = hours[hours["household_id"].isin(homes)].astype({"household_id": str})
    hours.to_parquet(target / "households_hourly.parquet")
    about = pd.read_csv(source / "households.csv")
    about[about["household_id"].isin(homes)].to_csv(target / "households.csv", index=False)
    shutil.copy(source / "weather_hourly.parquet", target)
    print(f"{len(homes)} homes that version {version} has not seen, in {target}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
