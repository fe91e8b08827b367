import threading
from queue import Queue


class Once(Queue):
    def _init(self, maxsize):
        self.queue = set()

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        self.queue.add(item)

    def _get(self):
        return self.queue.pop()


items = Once()

threads = [threading.Thread(target=items.put, args=(1,)) for _ in range(2)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert items.get() == 1
assert items.empty()

# search: holds
