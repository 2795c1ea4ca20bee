"""What the bot counts about itself, for `/metrics`. Labels are few and fixed: never a person, a unit or a text."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

updates_received = Counter(
    "updates_received_total", "Updates a channel handed over and committed, those it repeats too", ["channel"]
)
turns = Counter("turns_total", "Turns ended, by outcome", ["outcome"])
turn_seconds = Histogram("turn_seconds", "From taking an update up to its commit", buckets=SECONDS)
sends = Counter(
    "sends_total",
    "Calls that show, change or delete something, by outcome: sent, later, asleep, unreachable, refused",
    ["channel", "outcome"],
)
send_seconds = Histogram("send_seconds", "Time of one such call", ["channel"], buckets=SECONDS)
outbox_waiting = Gauge("outbox_waiting", "Messages that wait to be sent")
outbox_oldest = Gauge(
    "outbox_oldest_seconds",
    "Since when the first in line is due or in flight; those of a resting channel aside",
)
inbox_open = Gauge("inbox_open", "Updates kept and not yet worked")
