"""``python -m agent``: the same as ``setupbot-agent.pyz``."""

from agent.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
