"""Profiling sessions: started by a ticket, answered anywhere, never losing an answer."""
