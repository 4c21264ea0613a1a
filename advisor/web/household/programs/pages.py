"""What the pages of a person's tokens show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from advisor.db.households import SupplyPoint
from advisor.db.tokens import ApiToken
from advisor.web.filters import day_year, moment
from advisor.web.household.programs.forms import TokenForm
from advisor.web.household.subject import supply_name
from advisor.web.words.permissions import permission


@dataclass(frozen=True)
class TokenRow:
    """One token: its name, whether it still works, what it may do, and facts of label and value."""

    name: str
    works: bool
    facts: tuple[tuple[str, str], ...]
    revoke_url: str


@dataclass(frozen=True)
class ListPage:
    """The tokens of a person; demo: the person is everybody's and has none."""

    title: str
    demo: bool
    homes: bool
    tokens: tuple[TokenRow, ...]
    create_url: str
    api_url: str


@dataclass(frozen=True)
class FormPage:
    """The form of a new token."""

    title: str
    form: TokenForm
    errors: tuple[tuple[str, str], ...]
    action: str


@dataclass(frozen=True)
class CreatedPage:
    """A token just made, with the secret that is never shown again."""

    title: str
    name: str
    secret: str
    curl: str
    list_url: str
    api_url: str


def list_page(tokens: Sequence[ApiToken], points: Sequence[SupplyPoint], *, now: datetime) -> ListPage:
    """Make the page of the person signed in; `points` are what they may see now."""
    names = {point.id: supply_name(point) for point in points}
    return ListPage(
        title=_("Programs that use your data"),
        demo=current_user.is_demo,
        homes=bool(points),
        tokens=tuple(_row(token, names, now) for token in tokens),
        create_url=url_for("tokens.create"),
        api_url=url_for("api_page.show"),
    )


def form_page(form: TokenForm) -> FormPage:
    """Make the page of the form."""
    return FormPage(_("Let a program in"), form, tuple(form.error_list()), url_for("tokens.add"))


def created_page(*, name: str, secret: str, host_url: str) -> CreatedPage:
    """Make the page that shows the secret, once."""
    return CreatedPage(
        title=_("Copy the token now"),
        name=name,
        secret=secret,
        curl=f'curl -H "Authorization: Bearer {secret}" {host_url}api/v1/supply-points',
        list_url=url_for("tokens.show"),
        api_url=url_for("api_page.show"),
    )


def _row(token: ApiToken, names: dict[int, str], now: datetime) -> TokenRow:
    works = token.expires_at > now
    supplies = [names[number] for number in token.supply_point_ids if number in names]
    ends = (_("Works until") if works else _("Expired on"), day_year(token.expires_at.date()))
    return TokenRow(
        name=token.name,
        works=works,
        facts=(
            (_("Allowed"), " · ".join(permission(scope) for scope in token.scopes)),
            (_("Supplies"), " · ".join(supplies) or _("none that you can see now")),
            (_("Last used"), moment(token.last_used_at) if token.last_used_at else _("never")),
            ends,
        ),
        revoke_url=url_for("tokens.revoke", token_id=token.id),
    )
