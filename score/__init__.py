"""An approved ``Rubric`` and ``Evidence`` → ``Scores``, exactly, with every point explained."""
