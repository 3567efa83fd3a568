"""Who works where, as what, and what that allows."""
