import threading

x = 0
seen = []


def look():
    seen.append(x)
    seen.append(x)


def change():
    global x
    x = 1
    x = 0


threads = [threading.Thread(target=look), threading.Thread(target=change)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert seen != [0, 1]

# Between the two looks comes the first of the two changes, and not the second.
# search: breaks raised preemptions=2
