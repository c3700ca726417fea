"""How notices are read, beside what others make of the same files: ``sh benchmarks/reading/run.sh``."""
