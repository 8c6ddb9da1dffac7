"""Makes the encoder's files from the published weights. Run once, by `make`; nothing at run time imports it."""
