"""Tells whoever must act of the dates that come, each once, by e-mail in the morning."""
