"""Two append-only logs (what was done, what was looked at) and the seals over them; ids only."""
