import threading

done = threading.Event()
threading.Thread(target=done.set).start()
assert done.is_set()

# search: breaks raised preemptions=0
