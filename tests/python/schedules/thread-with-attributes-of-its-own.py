import threading


class Worker(threading.Thread):
    def __init__(self, number):
        super().__init__()
        self._number = number
        self._n = number

    def run(self):
        found.append(self._number + self._n)


found = []
gate = threading.Semaphore(3)
ready = threading.Event()

threads = [Worker(number) for number in range(2)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert sorted(found) == [0, 2]
assert (gate._value, ready._flag) == (3, False)

# search: holds
