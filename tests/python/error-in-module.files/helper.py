"""Half of a number."""

def half(number):
    return number / 2
