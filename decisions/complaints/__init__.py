"""Klage: from the day it came until somebody has had the last word (fvl. ch. VI, pbrl. ch. 7)."""
