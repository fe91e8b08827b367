"""A lock that tasks await."""

import asyncio

async def work(name):
    async with lock:
        print(name, "in")
        await asyncio.sleep(0)
        print(name, "out")

async def main():
    await asyncio.gather(*map(work, "abc"))
    print(lock.locked())

lock = asyncio.Lock()
asyncio.run(main())

# expect: a in
# expect: a out
# expect: b in
# expect: b out
# expect: c in
# expect: c out
# expect: False
