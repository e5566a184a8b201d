"""What the tickets say: rates, misroutes, and later repeats, hot issues and reports. Counts first, rates beside."""
