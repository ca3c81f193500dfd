"""The sweep: comparing what was applied with what core holds, and repairing what it lost."""
