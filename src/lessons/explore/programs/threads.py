import threading

total = 0


def add_up():
    global total
    total = sum(range(10))


worker = threading.Thread(target=add_up)
worker.start()
print("The total is", total)
assert total == 45, "printed too soon"
worker.join()

# join comes too late: nothing makes main wait for the worker before it prints.
# search: breaks raised preemptions=0
