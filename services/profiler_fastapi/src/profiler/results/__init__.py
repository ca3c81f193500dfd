"""The result: computed once at completion, stored, explained, handed over."""
