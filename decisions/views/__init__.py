"""The pages of decisions: reading, writing and issuing."""
