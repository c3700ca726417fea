"""The desk's pages: one file for each thing that people do."""
