import threading

def watch():
    while second.is_alive():
        pass


second = threading.Thread(target=print, args=("x",))
first = threading.Thread(target=watch)
second.start()
first.start()
first.join()
second.join()

# search: holds
