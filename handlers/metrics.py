"""What is counted of the Slack side, for ``/metrics``."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """Counters in a registry of their own, so that two bots in one process do not share them."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "setupbot_slack_requests", "Requests at /slack/events.", ["outcome"], registry=self.registry
        )
        self.asked = Counter(
            "setupbot_slack_asked", "Questions taken, by surface.", ["surface"], registry=self.registry
        )
        self.calls = Counter(
            "setupbot_slack_calls", "Calls of Slack's Web API.", ["method", "outcome"], registry=self.registry
        )
        self.faults = Counter("setupbot_faults", "Faults that got an incident id.", registry=self.registry)

    def as_text(self) -> bytes:
        """The registry in Prometheus's text format."""
        return generate_latest(self.registry)
