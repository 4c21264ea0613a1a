"""What the sign-in library says, in our words: it takes its texts from the product's own catalogue.

Flask-Security ships translations for es_ES only, in another voice, and looks labels up by its own English. So its
messages are replaced by ours, its labels are named here for the extractor, and its domain is our catalogue.
"""

from __future__ import annotations

from pathlib import Path

TRANSLATIONS = Path(__file__).parent / "translations"


def N_(words: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return words


# The library's own English for the labels of its forms; they reach its forms untouched.
LABELS = (N_("Email Address"), N_("Password"), N_("New Password"), N_("Retype Password"))

MESSAGES = {
    "GENERIC_AUTHN_FAILED": N_("The e-mail or the password is not right. Check both and try again."),
    "UNAUTHENTICATED": N_("Sign in to see that page."),
    "LOGIN": N_("Sign in to see that page."),
    "UNAUTHORIZED": N_("Your account has no access to that page. Sign in with another, or go back to the start."),
    "REAUTHENTICATION_REQUIRED": N_("For your safety, write your password once more."),
    "REFRESH": N_("For your safety, write your password once more."),
    "DISABLED_ACCOUNT": N_("This account is closed. Use another, or go on without one."),
    "EMAIL_NOT_PROVIDED": N_("E-mail: write yours, for example rosa@ejemplo.pe."),
    "INVALID_EMAIL_ADDRESS": N_("E-mail: it is not complete. Write it with its @, for example rosa@ejemplo.pe."),
    "EMAIL_ALREADY_ASSOCIATED": N_("That e-mail already has an account. Sign in with it."),
    "PASSWORD_NOT_PROVIDED": N_("Password: write it."),
    "INVALID_PASSWORD": N_("Password: it is not the one of your account. Try again."),
    "PASSWORD_MISMATCH": N_("Password: it is not the one of your account. Try again."),
    "RETYPE_PASSWORD_MISMATCH": N_("The two passwords are not the same. Write both again."),
    "PASSWORD_IS_THE_SAME": N_("New password: it is the same as the old one. Choose another."),
    "PASSWORD_CHANGE": N_("Your password is changed. Your other sessions have ended."),
    "REAUTHENTICATION_SUCCESSFUL": N_("Thank you, you can go on."),
    "ANONYMOUS_USER_REQUIRED": N_("You are already signed in: go on to your bill."),
    "INVALID_REDIRECT": N_("That address is not of this site. Begin again from the start page."),
    "USER_DOES_NOT_EXIST": N_("The e-mail or the password is not right. Check both and try again."),
}

_ERRORS_ELSE = {
    "PASSWORD_CHANGE": "success",
    "REAUTHENTICATION_SUCCESSFUL": "success",
    "LOGIN": "info",
    "REFRESH": "info",
}


def configuration() -> dict[str, object]:
    """Return the settings by which Flask-Security speaks through our catalogue."""
    said = {f"SECURITY_MSG_{key}": (words, _ERRORS_ELSE.get(key, "error")) for key, words in MESSAGES.items()}
    return {**said, "SECURITY_I18N_DOMAIN": "messages", "SECURITY_I18N_DIRNAME": [str(TRANSLATIONS)]}
