"""The subscriber: takes what connected meters publish, and acknowledges it once it is stored.

One thread: read some messages, store them in one transaction, acknowledge them. What was not acknowledged when the
process dies comes again, and is known then.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy.exc import InterfaceError, OperationalError

from advisor.clock import now_of
from advisor.db import db
from advisor.db.intervals import Channel
from advisor.db.readings import ReadingKind
from advisor.mqtt import broker as brokers
from advisor.mqtt.layouts import layouts
from advisor.mqtt.messages import Mapping, Message, Reading, understand
from advisor.mqtt.thinning import Thinner
from advisor.services import devices
from advisor.services.failpoints import reach
from advisor.services.readings import NewReading

AT_LEAST_ONCE = 1
MOST_AT_A_TIME = 100
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 60.0
# How often new devices are looked for, usage is asked for and counts are logged.
ROUND_SECONDS = 15.0
logger = logging.getLogger(__name__)


class Subscriber:
    """Call `run` in the main thread and `stop` from a signal handler. counts: what became of the messages so far."""

    def __init__(self, app: Flask, broker: brokers.Broker, *, round_seconds: float = ROUND_SECONDS) -> None:
        self._app, self._broker, self._round_seconds = app, broker, round_seconds
        self._stopped = threading.Event()
        self._by_topic: dict[str, devices.ConnectedDevice] = {}
        self._waiting: list[tuple[object, devices.Arrival | None]] = []
        self._thinner = Thinner()
        self._logged: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()

    def stop(self, *_signal: object) -> None:
        """Let `run` end after what is under way."""
        self._stopped.set()

    def run(self) -> None:
        """Serve until stopped; after a lost connection try again, each time after a longer pause.

        Raises Refused where the first connection is: later, a broker that once took us may be being changed.
        """
        pause = FIRST_PAUSE_SECONDS
        while not self._stopped.is_set():
            try:
                lasted = self._serve()
            except brokers.Refused as problem:
                lasted = False
                if not self.counts["connections"]:
                    raise
                logger.error("%s", problem)
            except (OSError, OperationalError, InterfaceError) as problem:
                lasted = False
                logger.warning("no connection: %s", type(problem).__name__)
            if self._stopped.is_set():
                break
            pause = FIRST_PAUSE_SECONDS if lasted else min(pause * 2, LONGEST_PAUSE_SECONDS)
            logger.info("trying again in %.0f s", pause)
            self._stopped.wait(pause)
        self._log_counts()

    def _serve(self) -> bool:
        """Connect and take messages until the connection ends; say whether there was one. Raises what the broker or the
        database answer; nothing unstored is acknowledged."""
        self._look_for_devices(None)
        self._ask_for_usage()
        client = brokers.make_client(self._broker)
        client.on_connect, client.on_message = self._connected, self._arrived
        self._waiting, self._accepted, self._refused = [], False, None
        brokers.connect(client, self._broker)
        next_round = time.monotonic() + self._round_seconds
        try:
            while not self._stopped.is_set() and self._take(client):
                self._store(client)
                if time.monotonic() >= next_round:
                    self._look_for_devices(client)
                    self._ask_for_usage()
                    self._log_counts()
                    next_round = time.monotonic() + self._round_seconds
            self._store(client)
        finally:
            client.disconnect()
        if self._refused is not None:
            raise self._refused
        return self._accepted

    def _connected(self, client, _userdata, _flags, reason, _properties) -> None:
        if reason.is_failure:
            logger.error("the broker refuses us: %s", reason)
            self._refused = brokers.refusal(self._broker, reason)
            return
        self._accepted = True
        self.counts["connections"] += 1
        logger.info("connected; %s devices", len(self._by_topic))
        if self._by_topic:
            client.subscribe([(topic, AT_LEAST_ONCE) for topic in self._by_topic])

    def _take(self, client) -> bool:
        """Read what has come, waiting a second at most for the first of it; False when the connection has ended."""
        lasts, before = client.loop(timeout=1.0) == 0, -1
        while lasts and before < len(self._waiting) < MOST_AT_A_TIME:
            before = len(self._waiting)
            lasts = client.loop(timeout=0.0) == 0
        return lasts

    def _arrived(self, client, _userdata, message) -> None:
        device = self._by_topic.get(message.topic)
        if device is None:
            # A device disconnected while we were away: the broker's session still subscribes to it.
            self.counts["foreign"] += 1
            client.unsubscribe(message.topic)
        self._waiting.append((message, None if device is None else self._arrival(device, message)))

    def _arrival(self, device: devices.ConnectedDevice, message) -> devices.Arrival | None:
        layout = layouts().get(device.layout)
        if layout is None:
            self.counts["unknown_layout"] += 1
            return None
        mapping = Mapping(device.channel.value, ZoneInfo(device.timezone), device.unit)
        came = Message(message.topic, bytes(message.payload), now_of(self._app), bool(message.retain))
        found = understand(layout, mapping, came)
        self.counts[found.problem or "understood"] += 1
        wanted = [reading for reading in found.readings if self._thinner.wants(device.id, reading)]
        self.counts["thinned"] += len(found.readings) - len(wanted)
        if not wanted:
            return None
        readings = tuple(_new(reading) for reading in wanted)
        return devices.Arrival(device.id, readings, bool(message.dup), wanted[0].own_time)

    def _store(self, client) -> None:
        """Store what waits, then acknowledge it, in the order it came."""
        waiting, self._waiting = self._waiting, []
        arrivals = [arrival for _message, arrival in waiting if arrival is not None]
        if arrivals:
            reach("mqtt:before_store")
            self._keep(arrivals)
            reach("mqtt:stored")
        for message, _arrival in waiting:
            client.ack(message.mid, message.qos)

    def _keep(self, arrivals: list[devices.Arrival]) -> None:
        """Store arrivals together; where that fails, and not for want of the database, all but those that cannot be."""
        try:
            with self._app.app_context():
                kept = devices.keep_arrivals(db.session, now=now_of(self._app), arrivals=arrivals)
            self.counts.update(added=kept.added, known=kept.known, corrected=kept.corrected)
        except (OperationalError, InterfaceError):
            raise
        except Exception as problem:
            if len(arrivals) == 1:
                self.counts["unstorable"] += 1
                # Neither the message nor the statement with its values may reach the log.
                logger.error(
                    "a message of device %s cannot be stored: %s", arrivals[0].device_id, type(problem).__name__
                )
                return
            for arrival in arrivals:
                self._keep([arrival])

    def _look_for_devices(self, client) -> None:
        """Learn which topics are ours by now; with a client, subscribe to the new ones and leave the others."""
        with self._app.app_context():
            found = {device.topic: device for device in devices.connected_devices(db.session)}
        new, gone = found.keys() - self._by_topic.keys(), self._by_topic.keys() - found.keys()
        self._by_topic = found
        if client is not None and new:
            client.subscribe([(topic, AT_LEAST_ONCE) for topic in sorted(new)])
        if client is not None and gone:
            client.unsubscribe(sorted(gone))

    def _ask_for_usage(self) -> None:
        with self._app.app_context():
            devices.derive_due(db.session, now=now_of(self._app))

    def _log_counts(self) -> None:
        if self.counts != self._logged:
            self._logged = Counter(self.counts)
            logger.info("messages: %s", ", ".join(f"{name} {count}" for name, count in sorted(self.counts.items())))


def _new(reading: Reading) -> NewReading:
    return NewReading(reading.at, reading.value, ReadingKind(reading.quantity), Channel(reading.channel))
