"""What changed, by whom and why, in the transaction of the change."""
