"""The program's end waits for processes, but ends those that are daemons."""

from multiprocessing import Event, Process, Queue


def waits_for_ever(queue):
    queue.put("began")
    Event().wait()


def has_children():
    try:
        Process(target=print).start()
    except AssertionError as error:
        print(error)


if __name__ == "__main__":
    queue = Queue()
    Process(target=waits_for_ever, args=(queue,), daemon=True).start()
    print(queue.get())
    child = Process(target=has_children, daemon=True)
    child.start()
    child.join()
    Process(target=print, args=("after the end",)).start()
    print("the end")

# only: cpython native page
# expect: began
# expect: daemonic processes are not allowed to have children
# expect-unordered: the end
# expect-unordered: after the end
