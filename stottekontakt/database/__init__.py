"""The walls inside the database: two roles, row-level security, composite keys, grants."""
