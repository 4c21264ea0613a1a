"""The page that people read about the API says each member of a body once."""

from __future__ import annotations

import re


def test_no_operation_lists_a_member_twice(api):
    body = api.app.test_client().get("/api/v1/").get_data(as_text=True)
    listed = [re.findall(r'<code translate="no">([^<]+)</code></t[dh]>', table) for table in body.split("<table")[1:]]
    intervals = next(names for names in listed if "intervals[].kwh" in names)
    assert {"channel", "unit", "start", "step_minutes", "kwh", "quality"} <= set(intervals)
    for names in listed:
        assert len(names) == len(set(names)), names
