import threading

class Worker(threading.Thread):
    stop = False

    def run(self):
        while not self.stop:
            pass


worker = Worker()
worker.start()
print("at work")
Worker.stop = True
worker.join()

# search: holds
