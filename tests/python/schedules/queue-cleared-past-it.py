import threading
from queue import Queue

items = Queue()


def work():
    items.put(1)
    with items.mutex:
        items.queue.clear()


thread = threading.Thread(target=work)
thread.start()
thread.join()

# search: undecided why=Queue.mutex
# search: undecided why=Queue.queue
