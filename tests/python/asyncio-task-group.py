"""Where a task of a group raises, the others are cancelled, and the group raises a group."""

import asyncio

async def fail():
    raise ValueError("no")

async def wait():
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        print("cancelled")
        raise

async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(wait())
            group.create_task(fail())
    except* ValueError as caught:
        print(caught.exceptions)

asyncio.run(main())

# expect: cancelled
# expect: (ValueError('no'),)
