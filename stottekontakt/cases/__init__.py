"""Persons, cases, who speaks for whom, notes, the journal and its documents."""
