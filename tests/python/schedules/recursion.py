import threading

def deep(n):
    return deep(n + 1)


thread = threading.Thread(target=deep, args=(0,))
thread.start()
thread.join()

# search: breaks raised always=true
