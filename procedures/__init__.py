"""What the office knows: procedures as data, and what follows from them."""
