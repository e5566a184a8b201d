"""The open interface: what the console's pages do, for programs. JSON in and out, a key for every caller."""
