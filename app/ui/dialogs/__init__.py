"""The few dialogues: command palette, shortcuts, the reason of a waiver."""
