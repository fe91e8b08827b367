import threading

def work():
    while True:
        event.wait()


event = threading.Event()
threading.Thread(target=work, daemon=True).start()
print("the end")

# It ends with the last thread that is no daemon.
# search: holds
