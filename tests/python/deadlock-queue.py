"""Whoever waits for an item that nobody brings waits for ever."""

from queue import Queue

print("waits")
Queue().get()

# expect: waits
# expect-deadlock
