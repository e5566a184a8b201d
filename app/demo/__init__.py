"""The demo city's life: invented stories that are played through the real conversation and the real verbs."""
