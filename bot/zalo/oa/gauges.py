"""What the Official Account counts about itself, for `/metrics`."""

from __future__ import annotations

from prometheus_client import Counter, Gauge

token_alarm = Gauge("zalo_oa_token_alarm", "1 while a person has to authorise the app anew")
token_seconds_left = Gauge("zalo_oa_token_seconds_left", "For how long the access token is still good")
late_sends = Counter(
    "zalo_oa_late_sends_total", "Messages sent between 48 hours and 7 days after the last word"
)
templates = Counter("zalo_oa_templates_total", "Paid templates sent where a window had closed")


def show_tokens(seconds_left: float, *, alarm: bool) -> None:
    """Show how the tokens stand."""
    token_seconds_left.set(seconds_left)
    token_alarm.set(1 if alarm else 0)
