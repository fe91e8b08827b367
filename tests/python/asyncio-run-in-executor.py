"""A loop waits for a pool of threads, and goes on meanwhile."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import Event

go = Event()

async def main():
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(2) as pool:
        future = loop.run_in_executor(pool, go.wait)
        await asyncio.sleep(0)
        print("the loop goes on", future.done())
        go.set()
        print(await future)
    print(await loop.run_in_executor(None, sum, [1, 2, 3]))
    try:
        await loop.run_in_executor(None, int, "x")
    except ValueError as error:
        print(error)

asyncio.run(main())

# expect: the loop goes on False
# expect: True
# expect: 6
# expect: invalid literal for int() with base 10: 'x'
