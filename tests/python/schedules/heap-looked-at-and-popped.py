import threading
from heapq import heappop

heap = [1]


def work():
    if heap:
        heappop(heap)


threads = [threading.Thread(target=work) for _ in range(2)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

# search: breaks raised preemptions=1
