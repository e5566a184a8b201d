"""A person talks to the hotline: send, tap, read."""
