"""What the services of Talent Engine promise each other: words, shapes and signatures."""
