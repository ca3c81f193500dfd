"""Events whose delivery was given up: operators read them, send them again or discard them."""
