import json
#: if schedule == "random"
from itertools import count
#: end

tasks = [  #: tasks
    {'name': 'A', 'steps': 3, 'priority': 0},
    {'name': 'B', 'steps': 5, 'priority': 0},
    {'name': 'C', 'steps': 2, 'priority': 0},
]
#: if schedule == "random"
seed = 0  #: seed
#: end

def take_steps(name, steps, priority=0):
    for step in range(1, steps + 1):
        print(f'{name}: step {step}')  #: @run
        yield name  #: @core @run

#: if schedule == "random"
def words(seed):
    """Random numbers of 32 bits, the same for the same seed: Philox4x32-10."""
    for block in count():
        a, b, c, d, k, l = block, 0, 0, 0, seed % 2**32, seed >> 32
        for _ in range(10):
            p, q = 0xD2511F53 * a, 0xCD9E8D57 * c
            a, b, c, d = q >> 32 ^ b ^ k, q % 2**32, p >> 32 ^ d ^ l, p % 2**32
            k, l = (k + 0x9E3779B9) % 2**32, (l + 0xBB67AE85) % 2**32
        yield from (a, b, c, d)

random = words(seed)
#: elif schedule == "priority"
tasks.sort(key=lambda task: task.get('priority', 0), reverse=True)
#: end
ready = [take_steps(**task) for task in tasks]
order = []
while ready:
    #: if schedule == "random"
    generator = ready[next(random) * len(ready) >> 32]  #: @core
    #: else
    generator = ready[0]  #: @core
    #: end
    try:
        order.append(next(generator))  #: @core @run
    except StopIteration:
        ready.remove(generator)
    #: if schedule == "round-robin"
    else:
        ready.append(ready.pop(0))  # to the end of the line  #: @core
    #: end
print('order:', order)
print(json.dumps({'order': order}))
