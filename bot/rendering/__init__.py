"""One Reply, several places: Markdown, terminal, Slack. Only ``slack*``, ``budget`` and ``limits`` know Block Kit."""
