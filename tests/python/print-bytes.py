"""Bytes go out as they are, in order with what is printed."""

import sys

print("text", flush=True)
print(sys.stdout.buffer.write(b"bytes\n"), file=sys.stderr)
sys.stdout.buffer.flush()
print("ä ü €", flush=True)
sys.stdout.buffer.write("ö\n".encode())

# expect: text
# expect: bytes
# expect: ä ü €
# expect: ö
# expect-err: 6
