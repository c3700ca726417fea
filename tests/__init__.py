"""Tests on real files: the notices of `corpus/`, and what `golden/` says about them."""
