"""What takes too long is cancelled."""

import asyncio

async def main():
    try:
        await asyncio.wait_for(asyncio.sleep(3600), 0.01)
    except TimeoutError:
        print("wait_for: TimeoutError")
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(3600)
    except TimeoutError:
        print("timeout: TimeoutError")
    print(await asyncio.wait_for(asyncio.sleep(0, "in time"), 60))
    done, pending = await asyncio.wait([asyncio.create_task(asyncio.sleep(3600))], timeout=0.01)
    print(len(done), len(pending))

asyncio.run(main())

# expect: wait_for: TimeoutError
# expect: timeout: TimeoutError
# expect: in time
# expect: 0 1
