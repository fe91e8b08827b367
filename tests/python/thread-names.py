"""What threads are called, and what they can ask of themselves."""

from threading import Thread, current_thread, main_thread

def say():
    print(current_thread().name)

def run(thread):
    thread.start()
    thread.join()

say()
print(current_thread() is main_thread())
run(Thread(target=say))
run(Thread(target=say, name="Ada"))
run(Thread(target=say))
thread = Thread(target=say)
thread.name = "Grace"
run(thread)
print(Thread(target=say).name, Thread().name, sep=", ")

# expect: MainThread
# expect: True
# expect: Thread-1 (say)
# expect: Ada
# expect: Thread-2 (say)
# expect: Grace
# expect: Thread-4 (say), Thread-5
