"""Keeping the knowledge base: one file for each thing that people do with an entry."""
