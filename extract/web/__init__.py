"""Web pages (``.html``, ``.mht``) → the notice's blocks."""
