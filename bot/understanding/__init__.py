"""How a question is understood: cleaned, its intent found, its names found, every character explained."""
