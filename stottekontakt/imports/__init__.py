"""Running cases taken in from a spreadsheet: tried first, then all of it or nothing."""
