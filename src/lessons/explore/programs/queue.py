import queue
import threading

tasks = queue.Queue()
tasks.put("the only task")


def work():
    if not tasks.empty():
        tasks.get()


ann = threading.Thread(target=work, name="Ann")
bob = threading.Thread(target=work, name="Bob")
ann.start()
bob.start()
ann.join()
bob.join()

# Both see that there is a task; one gets it, and the other waits for ever.
# search: breaks deadlock preemptions=1
