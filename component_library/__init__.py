"""The shared library of components."""

from component_library.library import Library, open_library

__all__ = ["Library", "open_library"]
