"""A pipe has two ends: what is sent at one is received at the other, until the other is closed everywhere."""

from multiprocessing import BufferTooShort, Pipe, get_context


def answer(connection):
    while True:
        try:
            message = connection.recv()
        except EOFError:
            print("nobody is left")
            break
        connection.send(len(message))


if __name__ == "__main__":
    here, there = Pipe()
    # Forked, it would have this end too, and never meet the end of the messages.
    process = get_context("spawn").Process(target=answer, args=(there,))
    process.start()
    there.close()
    print(here.poll(), here.closed, there.closed)
    here.send("Hello")
    print(here.recv())
    here.send(list(range(300_000)))
    print(here.poll(None), here.recv())
    here.close()
    process.join()

    reader, writer = Pipe(duplex=False)
    writer.send_bytes(b"0123456789", 2, 5)
    print(reader.recv_bytes())
    writer.send_bytes(b"too long")
    try:
        reader.recv_bytes_into(bytearray(3))
    except BufferTooShort as error:
        print(error.args)
    for act in reader.send, lambda value: writer.recv():
        try:
            act(1)
        except OSError as error:
            print(error)
    writer.close()
    try:
        reader.recv()
    except EOFError:
        print("end")
    reader, writer = Pipe(duplex=False)
    reader.close()
    try:
        writer.send(1)
    except BrokenPipeError as error:
        print(error)

# only: cpython native page
# expect: False False True
# expect: 5
# expect: True 300000
# expect: nobody is left
# expect: b'23456'
# expect: (b'too long',)
# expect: connection is read-only
# expect: connection is write-only
# expect: end
# expect: [Errno 32] Broken pipe
