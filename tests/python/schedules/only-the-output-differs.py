import threading

def say(word):
    print(word)


threads = [threading.Thread(target=say, args=(word,)) for word in ("one", "two")]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

# search: differs outcomes=2
