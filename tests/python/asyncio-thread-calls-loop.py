"""A thread hands work to a loop that runs in another."""

import asyncio
from threading import Thread

async def double(x):
    await asyncio.sleep(0)
    return 2 * x

loop = asyncio.new_event_loop()
thread = Thread(target=loop.run_forever)
thread.start()
print([asyncio.run_coroutine_threadsafe(double(x), loop).result() for x in range(4)])
loop.call_soon_threadsafe(loop.stop)
thread.join()
loop.close()
print(loop.is_closed())

# expect: [0, 2, 4, 6]
# expect: True
