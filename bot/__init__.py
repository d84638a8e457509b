"""Questions in, replies out: understanding citizens, deciding what to tell, and the rims they meet it through."""
