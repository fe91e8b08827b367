import threading

count = 0


def work():
    global count
    while count < 3:
        count += 1


def work_otherwise():
    global count
    while True:
        if count < 3:
            count += 1
            continue
        break


threads = [threading.Thread(target=work), threading.Thread(target=work_otherwise)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert count == 3

# CPython with its lock changes threads at the end of a loop's turn: nobody comes between the condition and what follows it.
# search: breaks raised preemptions=1
# search switches=gil: holds
