"""The knowledge base: what an Entry is, how it is read from YAML and checked."""
