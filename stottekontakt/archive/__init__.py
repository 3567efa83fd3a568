"""Issued decisions as PDF, found and gathered by those with the archive's right."""
