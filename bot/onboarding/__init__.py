"""Onboarding new teammates: a checklist that ticks itself, and those who look after them."""
