"""A PDF's bytes → blocks: pages with a text layer by their characters and ruling lines, scanned pages by recognition."""
