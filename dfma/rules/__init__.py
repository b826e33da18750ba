"""Rules: who they apply to, what must hold, and the four verdicts."""
