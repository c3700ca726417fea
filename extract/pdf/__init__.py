"""A PDF's bytes → blocks: text layers by their characters and ruling lines, scanned pages by recognition."""
