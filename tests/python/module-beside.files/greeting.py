"""Says hello."""

def hello(name):
    return f"hello, {name}"
