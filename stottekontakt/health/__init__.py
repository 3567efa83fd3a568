"""Whether the program answers, and whether all it needs does: /helse/live and /helse/klar."""
