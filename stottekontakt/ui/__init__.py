"""What the screens are made of: components, form fields, formats, paging. Knows no models."""
