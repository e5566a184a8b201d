"""What Jiesu says and asks, whatever the channel: greet, warn, answer, take the matter, confirm, follow up."""
