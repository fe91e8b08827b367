"""A queue between tasks."""

import asyncio

async def produce(queue):
    for number in range(4):
        await queue.put(number)
        print("put", number)
    await queue.put(None)

async def consume(queue):
    while (number := await queue.get()) is not None:
        print("got", number)
        queue.task_done()

async def main():
    queue = asyncio.Queue(maxsize=2)
    await asyncio.gather(produce(queue), consume(queue))
    try:
        queue.get_nowait()
    except asyncio.QueueEmpty:
        print("QueueEmpty")

asyncio.run(main())

# expect: put 0
# expect: put 1
# expect: got 0
# expect: got 1
# expect: put 2
# expect: put 3
# expect: got 2
# expect: got 3
# expect: QueueEmpty
