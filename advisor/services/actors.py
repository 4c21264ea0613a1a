"""Who is acting: passed to every use case and every scoped query."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Actor:
    """A signed-in person, or a guest who may hold the token of a stored result."""

    user_id: int | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    guest_token: str | None = None

    @property
    def signed_in(self) -> bool:
        return self.user_id is not None

    def is_a(self, role: str) -> bool:
        """Say whether the person has the role."""
        return role in self.roles


GUEST = Actor()
