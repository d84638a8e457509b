"""What to tell, intent by intent."""
