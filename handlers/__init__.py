"""Everything that faces Slack: the HTTP edge, Socket Mode, the listeners and the poster."""
