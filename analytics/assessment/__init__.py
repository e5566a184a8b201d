"""考核: what the event log says of each closed ticket, and the tables that are made of it."""
