"""Vedtak: criteria, the decision, what it grants; later klage."""
