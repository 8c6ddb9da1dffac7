"""How it is said, kept and done. The only package that imports the other two."""
