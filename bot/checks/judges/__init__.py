"""The judges, a file for each family of Checks: pure functions from an Observation to a Verdict."""
