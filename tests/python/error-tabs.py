"""Tabs and blanks mixed, so that nobody knows how deep a line is."""

if True:
        print("blanks")
	print("a tab")

# exit: 1
# expect-err:   File "main.py", line 5
# expect-err-re: (TabError: inconsistent use of tabs and spaces in indentation|IndentationError: .+)
