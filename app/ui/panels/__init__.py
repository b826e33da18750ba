"""What stands around the 3D view: tree, inspector, legend, start page, step bar."""
