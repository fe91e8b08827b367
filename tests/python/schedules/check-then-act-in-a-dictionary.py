import threading

cache = {}
computed = []


def get(key):
    if key not in cache:
        computed.append(key)
        cache[key] = key * key
    return cache[key]


threads = [threading.Thread(target=get, args=(7,)) for _ in range(2)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert computed == [7]

# search: breaks raised preemptions=1 conflict=check-then-act
