"""Numbers and arrays in memory that processes share."""

from multiprocessing import Array, Process, RawArray, RawValue, Value


def change(number, letters, squares):
    number.value *= 2
    letters[0] = b"J"
    for index in range(len(squares)):
        squares[index] **= 2


if __name__ == "__main__":
    number, letters, squares = Value("d", 1.5), Array("c", b"hello"), Array("i", range(5))
    process = Process(target=change, args=(number, letters, squares))
    process.start()
    process.join()
    print(number.value, letters.value, squares[:], len(squares), list(squares))
    squares[1:3] = [10, 20]
    print(squares[:], squares[-1], Array("i", 3)[:], RawArray("d", [0.5])[0], RawValue("i", 3).value)
    print(Value("i", 2**31).value, Value("B", -1).value, Value("b").value, Value("i", 5))
    for act in lambda: Value("i", 1.5), lambda: squares[9], lambda: squares.__setitem__(slice(0, 1), [1, 2]):
        try:
            act()
        except (IndexError, TypeError, ValueError) as error:
            print(type(error).__name__)

# only: cpython native page
# expect: 3.0 b'Jello' [0, 1, 4, 9, 16] 5 [0, 1, 4, 9, 16]
# expect: [0, 10, 20, 9, 16] 16 [0, 0, 0] 0.5 3
# expect: -2147483648 255 0 <Synchronized wrapper for c_int(5)>
# expect: TypeError
# expect: IndexError
# expect: ValueError
