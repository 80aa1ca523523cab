"""Looks at a host: one probe for each fact, found by name in PROBES."""

from agent.probes.catalogue import PROBES, Probe

__all__ = ["PROBES", "Probe"]
