"""Answers are small where that tells nobody a secret."""

from __future__ import annotations

import gzip

import pytest

from advisor.web.compression import LONGEST_PADDING, packed_once, packed_page

GZIP = {"Accept-Encoding": "gzip, deflate, br"}


def test_a_page_is_sent_in_gzip_and_reads_the_same(client):
    plain = client.get("/privacidad/")
    packed = client.get("/privacidad/", headers=GZIP)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 2
    assert gzip.decompress(packed.data).decode().partition("<main")[0][:200] == plain.text.partition("<main")[0][:200]
    assert "Content-Encoding" not in plain.headers


def test_caches_between_are_told_what_the_answer_depends_on(client):
    for headers in ({}, GZIP):
        assert {"accept-encoding", "cookie"} <= {name.lower() for name in client.get("/", headers=headers).vary}


@pytest.mark.parametrize("refusal", ["", "identity", "gzip;q=0", "br"])
def test_who_does_not_take_gzip_gets_the_plain_page(client, refusal):
    answer = client.get("/privacidad/", headers={"Accept-Encoding": refusal})
    assert "Content-Encoding" not in answer.headers
    assert b"</html>" in answer.data


def test_the_length_of_a_page_changes_from_one_answer_to_the_next():
    lengths = {len(packed_page(b"<p>the same page</p>" * 200)) for _ in range(200)}
    assert len(lengths) > LONGEST_PADDING / 2
    assert max(lengths) - min(lengths) <= LONGEST_PADDING


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_page_with_secrets_is_not_compressed_where_another_site_asked_for_it(client, site):
    foreign = {**GZIP, "Sec-Fetch-Site": site}
    # Who comes from a link for the first time has no session, hence no secret, and gets the small page.
    assert client.get("/", headers=foreign).headers["Content-Encoding"] == "gzip"
    assert client.get_cookie("session") is not None
    assert "Content-Encoding" not in client.get("/", headers=foreign).headers
    for own in ("same-origin", "none"):
        assert client.get("/", headers={**GZIP, "Sec-Fetch-Site": own}).headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("path", ["/static/css/site.css", "/static/js/site.js", "/static/js/kept.js"])
def test_a_static_file_is_compressed_once_for_everybody(client, path):
    packed_once.cache_clear()
    first, second, plain = (client.get(path, headers=headers, buffered=True) for headers in (GZIP, GZIP, {}))
    assert first.headers["Content-Encoding"] == "gzip"
    assert first.data == second.data
    assert gzip.decompress(first.data) == plain.data
    assert packed_once.cache_info().hits == packed_once.cache_info().misses == 1


def test_a_compressed_file_that_has_not_changed_is_not_sent_again(client):
    tag = client.get("/static/js/site.js", headers=GZIP, buffered=True).headers["ETag"]
    assert tag.startswith("W/")
    again = client.get("/static/js/site.js", headers={**GZIP, "If-None-Match": tag}, buffered=True)
    assert (again.status_code, again.data) == (304, b"")


def test_a_part_of_a_file_is_never_taken_for_a_part_of_its_compressed_form(client):
    whole = client.get("/static/js/site.js", headers=GZIP, buffered=True)
    assert whole.headers["Accept-Ranges"] == "none"
    told = {"If-Range": whole.headers["Last-Modified"], "Range": "bytes=100-"}
    rest = client.get("/static/js/site.js", headers={**GZIP, **told}, buffered=True)
    assert (rest.status_code, rest.data) == (200, whole.data)
    plain = client.get("/static/js/site.js", headers={"Range": "bytes=0-9"}, buffered=True)
    assert (plain.status_code, len(plain.data)) == (206, 10)


def test_the_page_for_a_file_that_is_not_there_is_no_public_file(client):
    """It holds a token and repeats its address: padded like every page, and not remembered."""
    packed_once.cache_clear()
    answers = [client.get("/static/js/no-existe.js", headers=GZIP) for _ in range(8)]
    assert {(answer.status_code, answer.headers["Content-Encoding"]) for answer in answers} == {(404, "gzip")}
    assert len({len(answer.data) for answer in answers}) > 1
    assert packed_once.cache_info().currsize == 0


def test_pictures_and_small_answers_stay_as_they_are(client):
    for path in ("/static/img/icon-192.png", "/healthz"):
        with client.get(path, headers=GZIP) as answer:
            assert "Content-Encoding" not in answer.headers
