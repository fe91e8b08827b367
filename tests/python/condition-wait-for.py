"""wait_for() returns what its predicate does; a timeout makes it give up."""

from threading import Condition, Thread

number = 0
condition = Condition()

def count():
    global number
    for _ in range(3):
        with condition:
            number += 1
            condition.notify_all()

with condition:
    print(condition.wait(0.01), condition.wait_for(lambda: number, timeout=0.01))
    Thread(target=count).start()
    print(condition.wait_for(lambda: number == 3 and "three"))
for act in [condition.wait, condition.notify, condition.notify_all]:
    try:
        act()
    except RuntimeError as error:
        print(error)

# expect: False 0
# expect: three
# expect: cannot wait on un-acquired lock
# expect: cannot notify on un-acquired lock
# expect: cannot notify on un-acquired lock
