"""How a store of an earlier version of the program becomes one of this version; only imported when one does."""
