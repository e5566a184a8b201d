"""The citizen's side: one conversation that knows no channel, and the channels that carry it."""
