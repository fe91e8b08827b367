"""A timer calls a function later, unless it is cancelled before."""

from threading import Event, Timer

done = Event()

def ring(word, mark="!"):
    print(word + mark)
    done.set()

never = Timer(3600, print, args=("never",))
never.start()
timer = Timer(0.01, ring, args=("ring",), kwargs={"mark": "?"})
timer.start()
done.wait()
timer.join()
never.cancel()
never.join()
print(never.is_alive(), timer.finished.is_set())

# expect: ring?
# expect: False True
