"""More than 16 processes beside the main one there cannot be."""

from multiprocessing import Event, Process


def waits(event):
    event.wait()


if __name__ == "__main__":
    event, crew = Event(), []
    try:
        for _ in range(20):
            process = Process(target=waits, args=(event,))
            process.start()
            crew.append(process)
    except OSError as error:
        print(error)
    event.set()
    for process in crew:
        process.join()
    print(len(crew))
    last = Process(target=print, args=("again",))
    last.start()
    last.join()

# only: native chromium firefox
# expect: [Errno 11] can't start new process: 16 are alive, and more there cannot be
# expect: 16
# expect: again
