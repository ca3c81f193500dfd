"""The HTTP edge: strict input, problem+json, who may call, and a true OpenAPI document."""
