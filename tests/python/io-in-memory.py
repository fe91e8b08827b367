"""Files that are none."""

import io

text = io.StringIO("one\ntwo\n")
print(text.readlines(), text.tell())
text.write("three")
print(text.getvalue().split())
data = io.BytesIO(b"abcdef")
data.seek(-2, io.SEEK_END)
print(data.read(), data.getvalue())
wrapper = io.TextIOWrapper(io.BytesIO("ä\r\nb".encode()), encoding="utf-8")
print(wrapper.read())
for act in [lambda: io.StringIO().fileno(), lambda: io.StringIO().write(b"x"), lambda: io.BytesIO().write("x")]:
    try:
        act()
    except (io.UnsupportedOperation, TypeError) as error:
        print(type(error).__name__)
text.close()
try:
    text.read()
except ValueError as error:
    print(error)

# expect: ['one\n', 'two\n'] 8
# expect: ['one', 'two', 'three']
# expect: b'ef' b'abcdef'
# expect: ä
# expect: b
# expect: UnsupportedOperation
# expect: TypeError
# expect: TypeError
# expect: I/O operation on closed file
