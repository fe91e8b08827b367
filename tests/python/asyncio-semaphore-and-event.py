"""A semaphore and an event that tasks await."""

import asyncio

async def work(name):
    await go.wait()
    async with permits:
        print(name)
        await asyncio.sleep(0)

async def main():
    tasks = [asyncio.create_task(work(name)) for name in "abcd"]
    await asyncio.sleep(0)
    print("go")
    go.set()
    await asyncio.gather(*tasks)

go, permits = asyncio.Event(), asyncio.Semaphore(2)
asyncio.run(main())

# expect: go
# expect: a
# expect: b
# expect: c
# expect: d
