"""One file per use case; each takes values and a Progress and returns a value."""
