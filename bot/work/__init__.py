"""Durable work: jobs that deliver replies exactly once, whatever dies in between."""
