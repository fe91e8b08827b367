"""Last in, first out; and the smallest first."""

from queue import LifoQueue, PriorityQueue

stack = LifoQueue()
heap = PriorityQueue()
for number in [5, 1, 4]:
    stack.put(number)
    heap.put((number, f"item {number}"))
print([stack.get() for _ in range(3)])
print([heap.get() for _ in range(3)])
heap.put((1, {"a": 1}))
try:
    heap.put((1, {}))
except TypeError as error:
    print(error)

# expect: [4, 1, 5]
# expect: [(1, 'item 1'), (4, 'item 4'), (5, 'item 5')]
# expect: '<' not supported between instances of 'dict' and 'dict'
