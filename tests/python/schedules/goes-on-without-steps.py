import threading

def work():
    while True:
        pass


thread = threading.Thread(target=work)
thread.start()
thread.join()

# search: breaks livelock always=true
