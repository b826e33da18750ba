"""Qt widgets that show a scene."""
