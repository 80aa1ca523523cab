"""One module a revision; a committed one is never changed."""
