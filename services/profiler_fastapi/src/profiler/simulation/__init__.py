"""A seeded population that answers the bank, and the gates that the scorer must pass on it.

It shows how well a *simulated* learner is recovered. That is not accuracy and not validity: those
need real people. Development only: it needs numpy, which the service does not install.
"""
