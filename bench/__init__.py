"""Measures the running system: how soon a result arrives, and how near each hot path is to what
PostgreSQL alone can do on the same machine in the same minutes.
"""
