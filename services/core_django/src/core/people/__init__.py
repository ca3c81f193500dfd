"""Who people are: accounts, profiles."""
