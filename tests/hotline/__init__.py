"""The language of the field: its tables, laws and refusals."""
