"""Where the broker is and how to speak to it: a session it keeps for us, and nothing larger than we can take."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from advisor.mqtt.messages import MOST_BYTES
from advisor.settings import Settings, UnableToStart

if TYPE_CHECKING:
    from paho.mqtt.reasoncodes import ReasonCode

PORTS = {"mqtt": 1883, "mqtts": 8883}
KEEP_ALIVE_SECONDS = 60
# What the broker keeps for us while we are away, and how much of it we take at a time.
SESSION_SECONDS = 30 * 24 * 3600
MOST_UNACKNOWLEDGED = 100
# Answers to a connection that stay the same until somebody changes something (MQTT 5, 3.2.2.2).
FOR_GOOD = ("Bad user name or password", "Not authorized", "Banned", "Client identifier not valid")


class Refused(RuntimeError):
    """The broker does not take us, or we do not trust it, and no other try would change that; says so in a sentence."""


@dataclass(frozen=True)
class Broker:
    """Address and credentials; tls: whom to trust and who we are, None without encryption."""

    host: str
    port: int
    tls: ssl.SSLContext | None
    user: str | None
    password: str | None = field(repr=False)
    client_id: str


def broker_of(settings: Settings) -> Broker:
    """Return where the settings say the broker is; raise UnableToStart for what cannot be used."""
    try:
        url = urlsplit(settings.mqtt_url)
        port = url.port
    except ValueError as problem:
        raise UnableToStart("ADVISOR_MQTT_URL is not an address such as mqtts://user:password@host:8883.") from problem
    if url.scheme not in PORTS or not url.hostname:
        raise UnableToStart("ADVISOR_MQTT_URL must be like mqtts://user:password@host:8883, or begin with mqtt://.")
    user = settings.mqtt_user or (unquote(url.username) if url.username else None)
    password = _password(settings, unquote(url.password) if url.password else None)
    if password is not None and user is None:
        raise UnableToStart("ADVISOR_MQTT_USER is missing: a password without a user says nothing to the broker.")
    return Broker(
        host=url.hostname,
        port=port or PORTS[url.scheme],
        tls=_tls(settings, wanted=url.scheme == "mqtts"),
        user=user,
        password=password,
        client_id=settings.mqtt_client_id,
    )


def _password(settings: Settings, in_url: str | None) -> str | None:
    """Return the password, told in one place at most; a file's last line end is not part of it."""
    told = [in_url, settings.mqtt_password or None, settings.mqtt_password_file or None]
    if sum(one is not None for one in told) > 1:
        raise UnableToStart(
            "Give the broker's password once: in ADVISOR_MQTT_URL, ADVISOR_MQTT_PASSWORD or ADVISOR_MQTT_PASSWORD_FILE."
        )
    if not settings.mqtt_password_file:
        return in_url or settings.mqtt_password or None
    try:
        return Path(settings.mqtt_password_file).read_text("utf-8").removesuffix("\n").removesuffix("\r")
    except (OSError, UnicodeDecodeError) as problem:
        raise UnableToStart("ADVISOR_MQTT_PASSWORD_FILE must name a text file that can be read.") from problem


def _tls(settings: Settings, *, wanted: bool) -> ssl.SSLContext | None:
    if not wanted:
        for name in ("mqtt_ca", "mqtt_certificate", "mqtt_key"):
            if getattr(settings, name):
                raise UnableToStart(f"ADVISOR_{name.upper()} is only for an address that begins with mqtts://.")
        return None
    try:
        context = ssl.create_default_context(cafile=settings.mqtt_ca or None)
    except OSError as problem:
        raise UnableToStart("ADVISOR_MQTT_CA must name a file of certificates (PEM) that can be read.") from problem
    if settings.mqtt_key and not settings.mqtt_certificate:
        raise UnableToStart("ADVISOR_MQTT_CERTIFICATE is missing: ADVISOR_MQTT_KEY is the key of it.")
    if settings.mqtt_certificate:
        try:
            # A key with a passphrase would be asked for at the terminal of a process that has none.
            context.load_cert_chain(settings.mqtt_certificate, settings.mqtt_key or None, password=lambda: "")
        except OSError as problem:
            raise UnableToStart(
                "ADVISOR_MQTT_CERTIFICATE and ADVISOR_MQTT_KEY must name a certificate and its open key (PEM)."
            ) from problem
    return context


def make_client(broker: Broker):
    """Return a client of the broker that acknowledges only what it is told to; connects nothing."""
    from paho.mqtt.client import CallbackAPIVersion, Client
    from paho.mqtt.enums import MQTTProtocolVersion

    client = Client(
        CallbackAPIVersion.VERSION2, client_id=broker.client_id, protocol=MQTTProtocolVersion.MQTTv5, manual_ack=True
    )
    if broker.user is not None:
        client.username_pw_set(broker.user, broker.password)
    if broker.tls is not None:
        client.tls_set_context(broker.tls)
    return client


def connect(client, broker: Broker) -> None:
    """Begin to connect, taking up the session the broker kept; raises OSError, or Refused for its certificate."""
    from paho.mqtt.packettypes import PacketTypes
    from paho.mqtt.properties import Properties

    wanted = Properties(PacketTypes.CONNECT)
    wanted.SessionExpiryInterval = SESSION_SECONDS
    wanted.ReceiveMaximum = MOST_UNACKNOWLEDGED
    # A topic of 255 letters and the frame come on top of the payload.
    wanted.MaximumPacketSize = MOST_BYTES + 2048
    try:
        client.connect(broker.host, broker.port, KEEP_ALIVE_SECONDS, clean_start=False, properties=wanted)
    except ssl.SSLCertVerificationError as problem:
        raise Refused(
            f"The certificate of {broker.host}:{broker.port} is not trusted ({problem.verify_message}): "
            "ADVISOR_MQTT_CA must name the file of who signed it, and its name must be the host of ADVISOR_MQTT_URL."
        ) from problem


def refusal(broker: Broker, reason: ReasonCode) -> Refused | None:
    """Return the refusal that an answer to our connection means, or None where another try may be taken."""
    if reason.getName() not in FOR_GOOD:
        return None
    return Refused(
        f"The broker {broker.host}:{broker.port} refuses us ({reason}): look at the user and password of "
        "ADVISOR_MQTT_URL, ADVISOR_MQTT_USER and ADVISOR_MQTT_PASSWORD, and at what that user may do."
    )
