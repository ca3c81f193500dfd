"""Who acts, in which transaction, and what the database lets them see."""
