"""What a person says about themselves, per role."""
