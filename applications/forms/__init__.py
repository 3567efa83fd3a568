"""Forms of this app, one module for each thing they are about."""
