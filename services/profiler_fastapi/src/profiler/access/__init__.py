"""Who calls: core's access tokens and tickets, verified offline, and what was revoked."""
