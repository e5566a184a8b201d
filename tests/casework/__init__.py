"""The verbs of casework over a real database."""
