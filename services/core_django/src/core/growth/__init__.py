"""What makes a learner grow: here the portfolio."""
