"""Composes steps of the wings below; owns no facts."""
