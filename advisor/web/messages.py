"""Sentences for coded findings and reasons: code and values in, plain words in the reader's language out."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from flask_babel import get_domain

from advisor.energy.findings import Finding
from advisor.web.words.findings import SENTENCES
from advisor.web.words.marks import Counted
from advisor.web.words.reasons import REASONS
from advisor.web.words.values import shown

_log = logging.getLogger(__name__)

FALLBACK = "unknown_remark"


def sentence(finding: Finding | Mapping) -> str:
    """Say a finding (or its document: code, params, row) in one or two sentences."""
    document = finding.as_document() if isinstance(finding, Finding) else finding
    params = dict(document.get("params") or {})
    if document.get("row") is not None:
        params.setdefault("row", document["row"])
    return _say(SENTENCES, document["code"], params)


def said(words: str) -> str:
    """Say a sentence that a table marks for translation (N_), as it stands there."""
    return get_domain().get_translations().ugettext(words)


def reason(document: Mapping) -> str:
    """Say why a home gets an advice; the values are facts of this home."""
    return _say(REASONS, document["code"], dict(document.get("params") or {}))


def _say(table: Mapping, code: str, params: dict) -> str:
    words = table.get(f"{code}:{params.get('reason')}") or table.get(code)
    if words is None:
        # A page never breaks for a missing sentence; the test of the registry does.
        _log.error("no sentence for the code %s", code)
        words, params = SENTENCES[FALLBACK], {"code": code}
    # The catalogue is asked for the bare words: Flask-Babel's own functions would fail for a value that was not given.
    catalogue = get_domain().get_translations()
    if isinstance(words, Counted):
        said = catalogue.ungettext(words.singular, words.plural, _count(params.get(words.by)))
    else:
        said = catalogue.ugettext(words)
    return said % shown(params)


def _count(value: object) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        return 0
