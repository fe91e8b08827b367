import threading

items = []


def add():
    count = len(items)
    items.append(count)


threads = [threading.Thread(target=add) for _ in range(2)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert items == [0, 1]

# Both count none. But nothing that was appended is lost, so it is no lost update.
# search: breaks raised preemptions=1 conflict=other
