import threading

x = 0
seen = []


def look():
    seen.append(x)
    seen.append(x)
    seen.append(x)


def change():
    global x
    x = 1
    x = 2


threads = [threading.Thread(target=look), threading.Thread(target=change)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert seen != [0, 1, 2]

# A look, a change, a look, the other change, a look: each of the first three is left with more to do. After its last change a thread ends.
# search: breaks raised preemptions=3
