"""The terminal: ``setupbot ask``, ``chat``, ``eval``, ``kb`` and what the composition root attaches."""
