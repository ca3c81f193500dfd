"""What happened below and matters elsewhere leaves in the transaction of its cause."""
