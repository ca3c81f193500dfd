"""What spans the services: contracts, journeys, faults, and the clients that drive them."""
