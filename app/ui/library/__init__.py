"""The library in the window: search, a component in full, approval, conflicts."""
