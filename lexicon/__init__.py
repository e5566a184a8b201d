"""Chinese text: normalising, segmenting, places, times, numbers."""
