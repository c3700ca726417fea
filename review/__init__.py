"""The desk: import, review, approval, freezing, scores and audit, in a browser (Django)."""
