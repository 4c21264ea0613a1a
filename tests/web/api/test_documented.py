"""The commands of docs/api.md do what the page says, in the order in which it says them."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from tests.web.api.conftest import ApiWorld, Program

PAGE = Path(__file__).resolve().parents[3] / "docs" / "api.md"
FILE = "\n".join(
    [
        "start,end,kWh",
        *(
            f"2026-05-02T{h:02d}:00:00-05:00,2026-05-02T{h:02d}:59:59-05:00,{0.1 + h * 7 % 5 / 10:.1f}"
            for h in range(24)
        ),
    ]
).encode()


def commands() -> list[list[str]]:
    """Return the words of every curl command of the page."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    joined = "\n".join(blocks).replace("\\\n", " ")
    return [shlex.split(line) for line in joined.splitlines() if line.startswith("curl")]


def run(api: ApiWorld, words: list[str], values: dict[str, str]):
    """Send what curl would send."""
    values = {**values, "TOKEN": values["TOKEN"]}
    filled = [re.sub(r"\$([A-Z]+)", lambda found: values[found.group(1)], word) for word in words[1:]]
    headers, data, address = {}, None, ""
    while filled:
        word = filled.pop(0)
        if word == "-H":
            name, _, value = filled.pop(0).partition(": ")
            headers[name] = value
        elif word == "-d":
            data = filled.pop(0).encode()
        elif word == "--data-binary":
            assert filled.pop(0).startswith("@")
            data = FILE
        else:
            address = word
    method = "GET" if data is None else "POST"
    return api.app.test_client().open(address, method=method, headers=headers, data=data)


def test_every_command_of_the_page_is_answered(api):
    program: Program = api.program()
    values = {"TOKEN": program.secret, "SITE": "http://localhost", "SUPPLY": str(api.point_id)}
    found = commands()
    assert len(found) == 7
    statuses = []
    for words in found:
        answer = run(api, words, values)
        statuses.append(answer.status_code)
        if answer.status_code == 202:
            values["JOB"] = str(answer.json["job"]["id"])
            api.work()
            assert program.get(answer.json["job"]["url"]).json["status"] == "done"
    assert statuses == [200, 202, 202, 202, 202, 200, 200]
    assert answer.json["intervals"][0]["kwh"] == 0.112
