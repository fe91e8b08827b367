"""A task that is cancelled hears of it where it awaits."""

import asyncio

async def work():
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError as error:
        print("cancelled:", error)
        raise
    finally:
        print("finally")

async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    print(task.cancel("enough"))
    try:
        await task
    except asyncio.CancelledError:
        print(task.cancelled(), task.done(), task.cancel())

asyncio.run(main())

# expect: True
# expect: cancelled: enough
# expect: finally
# expect: True True False
