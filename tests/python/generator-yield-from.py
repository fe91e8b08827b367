"""A generator hands on to another one, and gets what it returns."""

def inner():
    got = yield 1
    yield got * 2
    return "result"

def outer():
    result = yield from inner()
    yield result

generator = outer()
print(next(generator), generator.send(21), next(generator))
try:
    next(generator)
except StopIteration as stop:
    print("StopIteration", stop.value)

def fails():
    yield 1
    raise StopIteration

try:
    list(fails())
except RuntimeError as error:
    print(error)

# expect: 1 42 result
# expect: StopIteration None
# expect: generator raised StopIteration
