"""The curated knowledge base: YAML files, see README.md here."""
