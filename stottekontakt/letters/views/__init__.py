"""Pages of letters: the letter itself, its texts, and what is to be printed."""
