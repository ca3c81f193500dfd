"""Users, roles, login sessions, tokens, invitations."""
