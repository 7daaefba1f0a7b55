"""What is wrong with a text?  Small checks, each a function from a text as read to the marks that it makes.

``values`` says what a check and a mark are, ``reading`` what a check is given, ``registry`` lists all checks.
"""
