"""`make bench`: our own scenarios, as ratios of one run on one machine."""
