"""The only HTTP clients of the tests: every answer is held against the committed OpenAPI."""
