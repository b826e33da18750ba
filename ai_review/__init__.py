"""The assistant: it proposes, a person decides."""
