"""Repeated appeals: which messages are about the same matter at the same place, whoever sent them, and why."""
