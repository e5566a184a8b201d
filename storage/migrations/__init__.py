"""The steps that made the tables what they are; run through `storage.schema`."""
