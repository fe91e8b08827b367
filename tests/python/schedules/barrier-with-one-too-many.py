import threading

barrier = threading.Barrier(2)
threads = [threading.Thread(target=barrier.wait) for _ in range(3)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

# search max_preemptions=0: breaks deadlock preemptions=0 always=true
