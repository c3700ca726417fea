"""A file → ``Notice``: what stands in an assessment notice, as a reader sees it."""
