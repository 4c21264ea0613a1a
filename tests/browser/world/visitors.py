"""Whose browsers walk through the world: each visitor with the role it stands for."""

from __future__ import annotations

ROLES = ("guest", "homeowner", "consultant", "administrator")

VISITORS = {
    # Guests: without anything, and with the result their form gave.
    "guest": "guest",
    "guest_within": "guest",
    "guest_above": "guest",
    "guest_low": "guest",
    "guest_few": "guest",
    "guest_own_price": "guest",
    "guest_late": "guest",
    "guest_not_enough": "guest",
    # Homeowners: one with everything, the others for one state each.
    "rosa": "homeowner",
    "rosa_desk": "homeowner",
    "demo": "homeowner",
    "nueva": "homeowner",
    "carmen": "homeowner",
    "julio": "homeowner",
    "pedro": "homeowner",
    "elena": "homeowner",
    "rita": "homeowner",
    # Staff: signed in, with the result of the form as they left it.
    "consultant": "consultant",
    # Consultants of a consultancy: one with clients, one at the beginning.
    "ana": "consultant",
    "benito": "consultant",
    "administrator": "administrator",
}
