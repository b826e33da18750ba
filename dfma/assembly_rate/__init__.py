"""Assembly rate by schemes that are data."""
