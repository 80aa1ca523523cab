"""Talk about hosts: reading what is wanted, doing it once, and saying what came of it."""
