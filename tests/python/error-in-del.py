"""What __del__ raises is told, and passed over."""

class Fails:
    def __del__(self):
        raise ValueError("in __del__")

one = Fails()
del one
print("and on")

# expect: and on
# expect-err-re: Exception ignored .*Fails\.__del__.*
# expect-err: ValueError: in __del__
