"""From a matter and a place to the competent unit, with the ground for it (派单目录)."""
