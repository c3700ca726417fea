"""Word documents → blocks: python-docx opens the package, the body is walked here, as XML."""
