"""wait tells which of several connections and processes are ready."""

from multiprocessing import Pipe, Process
from multiprocessing.connection import wait


def send(connection, number):
    connection.send(number)
    connection.close()


if __name__ == "__main__":
    readers = []
    for number in range(4):
        reader, writer = Pipe(duplex=False)
        readers.append(reader)
        process = Process(target=send, args=(writer, number))
        process.start()
        writer.close()
    numbers = []
    while readers:
        for reader in wait(readers):
            try:
                numbers.append(reader.recv())
            except EOFError:
                readers.remove(reader)
    print(sorted(numbers))
    print(wait([process.sentinel]) == [process.sentinel])
    process.join()
    print(process.exitcode)
    print(wait([Pipe()[0]], timeout=0.01) == [])

# only: cpython native page
# expect: [0, 1, 2, 3]
# expect: True
# expect: 0
# expect: False
