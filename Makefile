# Every target is a verb of run.py, which needs nothing but Python.
.DEFAULT_GOAL := help
.PHONY: help run test check journey bench e2e faults assure simulate mutants web openapi lock status stop clean
ARGS ?=

help:
	@python3 run.py help

test:
	@python3 run.py --test $(ARGS)

run check journey bench e2e faults assure simulate mutants web openapi lock status stop clean:
	@python3 run.py $@ $(ARGS)
