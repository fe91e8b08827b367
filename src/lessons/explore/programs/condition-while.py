import threading

items = []
not_empty = threading.Condition()


def take():
    with not_empty:
        while not items:
            not_empty.wait()
        items.pop()


def put():
    for item in "a", "b":
        with not_empty:
            items.append(item)
            not_empty.notify()


ann = threading.Thread(target=take, name="Ann")
bob = threading.Thread(target=take, name="Bob")
ann.start()
bob.start()
put()
ann.join()
bob.join()

# search: holds
