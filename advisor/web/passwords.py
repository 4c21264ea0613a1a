"""Which passwords are accepted: long enough, not absurdly long, not what is guessed first. No rules of composition."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from flask_babel import gettext as _
from flask_security import PasswordUtil

SHORTEST = 12
# Longer ones are refused before hashing, so that nobody makes the server hash a megabyte.
LONGEST = 128
FEWEST_DIFFERENT = 5
SEQUENCES = ("01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
# Words people put first, here and elsewhere, and what an attacker of this very product would try (ASVS 5.0, 6.2.11).
FIRST_GUESSES = frozenset(Path(__file__).with_name("first_guesses.txt").read_text("utf-8").split())


class Passwords(PasswordUtil):
    """The check Flask-Security asks for at registration and change of password."""

    def validate(self, password: str, is_register: bool, **kwargs: object) -> tuple[list[str] | None, str]:
        """Return the problems, or None, and the normalised password."""
        normal = self.normalize(password)
        user = kwargs.get("user")
        email = str(kwargs.get("email") or getattr(user, "email", "") or "")
        problem = _problem(normal, email=email)
        return ([problem] if problem else None), normal


def _problem(password: str, *, email: str) -> str | None:
    if len(password) < SHORTEST:
        return _("Use at least %(count)s characters; a short sentence is a good password.", count=SHORTEST)
    if len(password) > LONGEST:
        return _("Use at most %(count)s characters.", count=LONGEST)
    if guessed_first(password, email=email):
        return _("This password is one of the first that others would try. Choose words that only you know.")
    return None


def guessed_first(password: str, *, email: str = "") -> bool:
    """Say whether it is a running or repeated pattern, a first guess with digits around it, or the address."""
    plain = _plain(password)
    if len(set(plain)) < FEWEST_DIFFERENT or any(plain in sequence * 2 for sequence in SEQUENCES):
        return True
    words = {_plain(word) for word in FIRST_GUESSES}
    local_part = _plain(email.partition("@")[0])
    core = "".join(character for character in plain if character.isalpha())
    if len(local_part) >= 4:
        words.add("".join(character for character in local_part if character.isalpha()) or local_part)
    if core in words or (core and any(core == word * 2 for word in words)):
        return True
    return not core and any(plain[:8] in sequence * 2 for sequence in SEQUENCES)


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character) and character != " ")
