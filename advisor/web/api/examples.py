"""Examples of the OpenAPI document; a test sends each of them."""

from __future__ import annotations

from advisor.web.words.marks import N_

INTERVALS = {
    "compact": {
        "value": {"start": "2026-05-01T00:00:00-05:00", "step_minutes": 30, "kwh": [0.112, 0.098, None, 0.105]}
    },
    "one by one": {
        "value": {
            "channel": "export",
            "unit": "Wh",
            "intervals": [
                {"start": "2026-05-01T12:00:00-05:00", "end": "2026-05-01T12:15:00-05:00", "kwh": 212},
                {"start": "2026-05-01T12:15:00-05:00", "step_minutes": 15, "kwh": 198, "quality": "estimated"},
            ],
        }
    },
}
READINGS = {
    "two readings": {
        "value": {
            "readings": [
                {"at": "2026-05-01T07:00:00-05:00", "kwh": 4821.3},
                {"at": "2026-05-02T07:10:00-05:00", "index": 4826.1, "channel": "import"},
            ]
        }
    }
}
BILLS = {
    "one bill": {
        "value": {
            "bills": [
                {
                    "start": "2026-04-04",
                    "end": "2026-05-05",
                    "kwh": 132,
                    "total": "98.50",
                    "estimated": False,
                    "detail": {"public_lighting": "17.64"},
                }
            ]
        }
    }
}
ANSWERS = {
    "in": "query",
    "name": "answer",
    "required": False,
    "description": N_("Answers to the questions of a file, each as answer.KEY=VALUE"),
    "style": "form",
    "explode": True,
    "schema": {"type": "object", "additionalProperties": {"type": "string"}},
    "example": {"answer.date_order": "day_first"},
}
FILENAME = {
    "in": "query",
    "name": "filename",
    "required": False,
    "description": N_("Name of the file in its owner’s list"),
    "schema": {"type": "string", "maxLength": 255},
}
