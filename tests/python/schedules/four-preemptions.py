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
    x = 0
    x = 1


threads = [threading.Thread(target=look), threading.Thread(target=change)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert seen[:3] != [1, 0, 1]

# A change, a look, a change, a look, a change, a look: of the five switches main's end is free at most for the first.
# search max_preemptions=4: breaks raised preemptions=4
