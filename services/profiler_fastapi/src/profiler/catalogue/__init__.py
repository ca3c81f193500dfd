"""What anybody may read: the five tracks and the questions."""
