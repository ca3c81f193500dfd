"""Item statistics for the writers of the bank, and progress reports: what core is told besides
results. Both are advisory: no learner and no result waits for them.
"""
