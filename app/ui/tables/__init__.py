"""The lists below the 3D view, one per step."""
