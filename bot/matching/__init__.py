"""The Matcher: which Entry a Question means, and why, or that none is clear."""
