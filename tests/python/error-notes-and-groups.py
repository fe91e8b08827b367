"""A group of exceptions, with a note."""

group = ExceptionGroup("two", [ValueError(1), TypeError("t")])
group.add_note("both at once")
raise group

# exit: 1
# expect-err:   | ExceptionGroup: two (2 sub-exceptions)
# expect-err:   | both at once
# expect-err:   +-+---------------- 1 ----------------
# expect-err:     | ValueError: 1
# expect-err:     +---------------- 2 ----------------
# expect-err:     | TypeError: t
# expect-err:     +------------------------------------
