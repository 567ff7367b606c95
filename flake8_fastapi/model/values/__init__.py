"""What an expression is: a constant, a function, a class, an object of which class."""
