"""A ``Notice`` → ``Rubric``: every item, goal, target, rule and policy, each with its source and certainty."""
