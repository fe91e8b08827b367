"""Threads that never look at anything, and catch all that is raised."""

from threading import Thread

def spin():
    while True:
        try:
            while True:
                pass
        except:
            pass

for _ in range(3):
    Thread(target=spin).start()
print("they spin")
spin()

# expect: they spin
# expect-stop: after 1 line
