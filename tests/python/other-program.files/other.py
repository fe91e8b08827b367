import sys

print("other", sys.argv[1:])
sys.exit(int(sys.argv[1]) if sys.argv[1:2] == ["3"] else 0)
