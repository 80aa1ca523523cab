"""setupbot: answers for people who set up machines for machine learning work."""
