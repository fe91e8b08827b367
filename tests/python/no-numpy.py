"""What is not there is refused in a sentence, which names the lesson that shows it."""

for name in ["numpy", "numba", "pandas"]:
    try:
        __import__(name)
    except ImportError as error:
        print(name, error.name, len(str(error).split()) > 3)
try:
    import numba
except ImportError as error:
    print("pi" in str(error))

# only: page, native
# expect: numpy numpy True
# expect: numba numba True
# expect: pandas pandas True
# expect: True
