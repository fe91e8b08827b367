"""Tasks take turns where they await, and nowhere else."""

import asyncio

async def count(name):
    for number in range(3):
        print(name, number)
        await asyncio.sleep(0)

async def main():
    tasks = [asyncio.create_task(count(name), name=name) for name in "AB"]
    print("created")
    await tasks[0]
    await tasks[1]
    print(tasks[0].done(), tasks[1].get_name())

asyncio.run(main())

# expect: created
# expect: A 0
# expect: B 0
# expect: A 1
# expect: B 1
# expect: A 2
# expect: B 2
# expect: True B
