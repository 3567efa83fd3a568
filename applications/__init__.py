"""Søknad: receive, complete, withdraw."""
