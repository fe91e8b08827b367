"""A program that prints for ever."""

number = 0
while True:
    print(number)
    number += 1

# expect: 0
# expect: 1
# expect: 2
# expect-stop: after 3 lines
