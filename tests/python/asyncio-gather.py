"""gather() gives results in the order of its arguments, whoever is first."""

import asyncio

async def work(name, delay):
    await asyncio.sleep(delay)
    done.append(name)
    return name.upper()

async def main():
    print(await asyncio.gather(work("a", 0.03), work("b", 0.01), work("c", 0)))
    print(done)

done = []
asyncio.run(main())

# expect: ['A', 'B', 'C']
# expect: ['c', 'b', 'a']
