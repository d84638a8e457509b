"""Notices in, dated facts out: reading, keeping and finding what public notices say."""
