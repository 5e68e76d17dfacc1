"""What the sample offices have in common: arithmetic without chance, filled-in forms, and the files they come in."""
