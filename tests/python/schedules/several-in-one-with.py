from contextlib import nullcontext

with nullcontext(1) as a, nullcontext(a + 1) as b:
    print(a, b)
a = 3

# search: holds
