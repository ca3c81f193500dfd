"""The only HTTP clients of the tests, with what the suites share around them: every answer is held
against the committed OpenAPI.
"""
