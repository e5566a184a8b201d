"""The language of the field: appeal, ticket, workflow, units, calendar, deadlines, events.

This innermost room imports the standard library only. Every other room speaks its words.
"""
