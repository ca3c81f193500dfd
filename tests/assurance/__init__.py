"""The long runs behind the promises (spec: assurance), and the report of them."""
