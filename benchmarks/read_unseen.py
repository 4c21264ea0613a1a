"""Read a generated file of every layout in tests/ingest/unseen and state the shares read, asked, refused and wrong.

    python benchmarks/read_unseen.py [--write]

Each file is made of a known series, so every interval is compared. A third of the layouts, chosen by a hash of their
names, was set aside and not looked at while the reader was mended for the others. The figures before, and after
that first round, are kept in unseen-before.json and unseen-first.json. --write writes results-unseen.md. Exit 1 for
any wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.ingest.unseen.judging import ASKED, EXACT, REFUSED, REFUSED_RIGHTLY, WRONG, judge, set_aside
from tests.ingest.unseen.writing import documents

HERE = Path(__file__).resolve().parent
OUTCOMES = (EXACT, ASKED, REFUSED_RIGHTLY, REFUSED, WRONG)
INTRODUCTION = """# Files of layouts the reader was not made for

Written by `python benchmarks/read_unseen.py --write`. Each layout of `tests/ingest/unseen/layouts` is a document; a
file of it is generated from a known series and every interval is compared. *Exact*: all right and nothing asked.
*Asked*: a question is open and one of its answers leads to exactly the truth. *Refused rightly*: gas, water or heat.
*Refused*: a readable file was not read. *Wrong*: anything else.

A third of the layouts was chosen by a hash of the name and set aside: the reader was mended by looking at the others
alone. Whoever mended had also written the layouts, and Home Assistant's exports were asked for by name, so "set aside"
is weaker than "never seen". Only after the first round was the set-aside third looked at and mended too. The numbers
inside the files are made up: real exports have faults these files do not have.
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write results-unseen.md")
    arguments = parser.parse_args()
    known = documents()
    outcomes = {document["key"]: judge(document) for document in known}
    text = report(known, {key: outcome.outcome for key, outcome in outcomes.items()})
    for key, outcome in outcomes.items():
        if outcome.outcome != EXACT:
            print(f"{key:36} {outcome.outcome:16} {outcome.why}")
    print(text.split("## The layouts")[0].removeprefix(INTRODUCTION))
    if arguments.write:
        (HERE / "results-unseen.md").write_text(text, encoding="utf-8")
    return int(any(outcome.outcome == WRONG for outcome in outcomes.values()))


def report(known: list[dict], now: dict[str, str]) -> str:
    """Return the page of results: shares of both sets before, after the first round and now, then every layout."""
    before, first = (json.loads((HERE / f"unseen-{name}.json").read_text()) for name in ("before", "first"))
    lines = [INTRODUCTION, "## Shares", "", f"| set | when | layouts | {' | '.join(OUTCOMES)} |", "|---" * 8 + "|"]
    for title, aside in (("mended by looking at it", False), ("set aside", True)):
        keys = [key for key in now if set_aside(key) is aside]
        for when, outcomes in (("before", before), ("after the first round", first), ("now", now)):
            lines.append(f"| {title} | {when} | {_shares([outcomes[key] for key in keys if key in outcomes])} |")
    basis = Counter(document["basis"] for document in known)
    lines += ["", f"Where the layouts come from: {basis['seen']} seen in public code, tests or documentation; "]
    lines[-1] += (
        f"{basis['recalled']} recalled without a file to check; {basis['composed']} composed to test a language."
    )
    lines += ["", "## The layouts", "", "| layout | basis | set | before | now |", "|---|---|---|---|---|"]
    for document in known:
        key = document["key"]
        side = "aside" if set_aside(key) else "mended"
        lines.append(f"| {document['title']} | {document['basis']} | {side} | {before.get(key, '')} | {now[key]} |")
    return "\n".join(lines) + "\n"


def _shares(outcomes: list[str]) -> str:
    counts = Counter(outcomes)
    shown = [f"{counts[name]} ({counts[name] / max(1, len(outcomes)):.0%})" for name in OUTCOMES]
    return " | ".join([str(len(outcomes)), *shown])


if __name__ == "__main__":
    sys.exit(main())
