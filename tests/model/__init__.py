"""A machine that plays the protocol on both real services, with a plain model beside it."""
