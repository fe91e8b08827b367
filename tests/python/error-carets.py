"""A traceback points at the piece of the line that failed."""

table = {"a": {"b": None}}
print(table["a"]["b"]["c"] + 1)

# exit: 1
# expect-err:   File "main.py", line 4, in <module>
# expect-err:     print(table["a"]["b"]["c"] + 1)
# expect-err:           ~~~~~~~~~~~~~~~^^^^^
# expect-err: TypeError: 'NoneType' object is not subscriptable
