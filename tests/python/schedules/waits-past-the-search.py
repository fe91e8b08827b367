import _thread
import threading

lock = _thread.allocate_lock()


def work():
    with lock:
        with lock:
            pass


thread = threading.Thread(target=work)
thread.start()
thread.join()

# search budget_ms=1000: undecided why=_thread
