"""What is called later comes in the order of its times."""

import asyncio

async def main():
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    loop.call_later(0.03, done.set_result, "the last")
    loop.call_later(0.01, print, "first timer")
    loop.call_later(0.02, print, "never").cancel()
    loop.call_soon(print, "soon")
    print("main waits")
    print(await done)

asyncio.run(main())

# expect: main waits
# expect: soon
# expect: first timer
# expect: the last
