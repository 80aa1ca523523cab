"""The answer path: from a Question to an Answer or an Abstention."""
