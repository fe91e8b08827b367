"""What asyncio refuses."""

import asyncio

async def nothing():
    pass

async def main():
    try:
        asyncio.run(nothing())
    except RuntimeError as error:
        print(error)
    try:
        await 1
    except TypeError as error:
        print("TypeError")

coroutine = main()
asyncio.run(coroutine)
try:
    asyncio.run(coroutine)
except RuntimeError as error:
    print(error)
try:
    asyncio.get_running_loop()
except RuntimeError as error:
    print(error)

# expect-re: asyncio.run\(\) cannot be called from a running event loop
# expect: TypeError
# expect: cannot reuse already awaited coroutine
# expect: no running event loop
# expect-err-re: .*RuntimeWarning: coroutine 'nothing' was never awaited
