"""Compressed and back, whole and in pieces."""

import zlib

data = b"many hands make light work. " * 200
packed = zlib.compress(data)
print(len(data), len(packed) < 100, zlib.decompress(packed) == data)
print(zlib.crc32(b"hello"), zlib.adler32(b"hello"))
compressor = zlib.compressobj(9)
pieces = [compressor.compress(data[at:at + 1000]) for at in range(0, len(data), 1000)]
pieces.append(compressor.flush())
decompressor = zlib.decompressobj()
print(b"".join(decompressor.decompress(piece) for piece in pieces) == data, decompressor.eof)
try:
    zlib.decompress(b"nothing")
except zlib.error as error:
    print(type(error).__name__)

# expect: 5600 True True
# expect: 907060870 103547413
# expect: True True
# expect: error
