import threading

items = []


def show():
    print(items)


thread = threading.Thread(target=show)
thread.start()
items.append(1)
thread.join()

# search: differs outcomes=2
