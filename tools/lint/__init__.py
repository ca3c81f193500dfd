"""Our own rules: what the linters of others cannot know. Each has its test."""
