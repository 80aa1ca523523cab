"""Judges what an Agent observed: Observation in, Report out. Pure."""
