"""A program does not reach the memory by hand."""

try:
    import ctypes
    ctypes.string_at(0)
except (ImportError, OSError) as error:
    print("refused", len(str(error).split()) > 3)

# only: page
# expect: refused True
