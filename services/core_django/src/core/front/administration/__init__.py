"""What admins do with students, in the API and in Django admin alike."""
