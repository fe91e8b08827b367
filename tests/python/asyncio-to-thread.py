"""to_thread() runs what would block in a thread, with the task's context."""

import asyncio
from contextvars import ContextVar
from threading import current_thread, main_thread

user = ContextVar("user")

def work(x, y=0):
    return x + y, user.get(), current_thread() is main_thread()

async def main():
    user.set("Ada")
    print(await asyncio.to_thread(work, 1, y=2))
    print(await asyncio.gather(*[asyncio.to_thread(work, number) for number in range(3)]))

asyncio.run(main())

# expect: (3, 'Ada', False)
# expect: [(0, 'Ada', False), (1, 'Ada', False), (2, 'Ada', False)]
