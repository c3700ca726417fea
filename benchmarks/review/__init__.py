"""How the desk holds up: the plug pulled in the middle of everything, and thirty people at once."""
