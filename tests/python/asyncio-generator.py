"""Asynchronous generators and contexts."""

import asyncio
from contextlib import asynccontextmanager

async def count(number):
    for value in range(number):
        await asyncio.sleep(0)
        yield value

@asynccontextmanager
async def session():
    print("open")
    yield "session"
    print("close")

async def main():
    print([value async for value in count(4) if value % 2])
    async with session() as name:
        print(name)

asyncio.run(main())

# expect: [1, 3]
# expect: open
# expect: session
# expect: close
