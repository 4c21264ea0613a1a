"""NEM12 and NEM13, the Australian market's meter data files."""
