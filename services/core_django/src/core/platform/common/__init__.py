"""What every room may use: refusals, ids, clock, logging, pages and the HTTP edge."""
