"""Standard components, signatures and matching."""
