"""An end of a pipe goes through another pipe, to a process that already runs."""

from multiprocessing import Pipe, Process


def work(connection):
    other = connection.recv()
    other.send("by the other way")
    other.close()


if __name__ == "__main__":
    here, there = Pipe()
    process = Process(target=work, args=(there,))
    process.start()
    reader, writer = Pipe(duplex=False)
    here.send(writer)
    print(reader.recv())
    process.join()

# only: cpython native page
# expect: by the other way
