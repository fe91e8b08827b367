import threading
from queue import PriorityQueue


class Task:
    def __init__(self, urgency):
        self.urgency = urgency

    def __lt__(self, other):
        return self.urgency < other.urgency


tasks = PriorityQueue()


def work(urgency):
    tasks.put(Task(urgency))


threads = [threading.Thread(target=work, args=(urgency,)) for urgency in (3, 2, 1)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert [tasks.get().urgency for _ in range(3)] == [1, 2, 3]

# What the queue compares it compares in one step with the put.
# search: holds
