"""A program does not reach the page."""

for name in ["js", "pyodide"]:
    try:
        __import__(name)
    except ImportError as error:
        print(name, "refused", len(str(error).split()) > 3)

# only: page
# expect: js refused True
# expect: pyodide refused True
