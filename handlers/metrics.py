"""What is counted of the Slack side and of the agents' gateway, for ``/metrics``."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge, Metric, generate_latest
from prometheus_client.registry import Collector

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

    def show_too(self, others: Collector) -> None:
        """Has ``as_text`` tell of these as well."""
        self.registry.register(others)


class GatewayMetrics(Collector):
    """What agents did here. No label is of a host's choosing: an outcome, or a status of HTTP."""

    def __init__(self, waiting: Callable[[], int]) -> None:
        self.registry = CollectorRegistry()
        gauge = Gauge("setupbot_agents_waiting", "Polls of agents that wait here.", registry=self.registry)
        gauge.set_function(waiting)
        self.jobs = Counter("setupbot_agent_jobs", "Jobs sent to agents.", registry=self.registry)
        self.results = Counter(
            "setupbot_agent_results",
            "Results of agents: taken, refused (by the host), late, repeated, foreign, malformed.",
            ["outcome"],
            registry=self.registry,
        )
        self.refusals = Counter(
            "setupbot_agent_refusals",
            "Requests of agents that were refused.",
            ["status"],
            registry=self.registry,
        )

    def collect(self) -> Iterable[Metric]:
        """All of them."""
        return self.registry.collect()
