"""What can be done to a generator: send, throw, close."""

def echo():
    try:
        while True:
            try:
                print("got", (yield))
            except ValueError as error:
                print("thrown", error)
    finally:
        print("closed")

generator = echo()
next(generator)
generator.send(1)
generator.throw(ValueError("x"))
generator.send(2)
generator.close()
print(next(generator, "nothing more"))
try:
    echo().send(1)
except TypeError as error:
    print(error)

# expect: got 1
# expect: thrown x
# expect: got 2
# expect: closed
# expect: nothing more
# expect: can't send non-None value to a just-started generator
