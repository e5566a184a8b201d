"""From words to a verdict: emergency, disposition, matter type, category, elements, personal data."""
