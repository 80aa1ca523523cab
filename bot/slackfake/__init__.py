"""A fake of Slack on the loopback: the workspace, its Web API, its events and its people.

Tests drive people and assert on the workspace's state; the browser playground shows it.
"""
