"""Sockets are not there in a page, and asyncio says so."""

import asyncio

async def main():
    try:
        await asyncio.open_connection("localhost", 9)
    except (ImportError, OSError, NotImplementedError) as error:
        print(type(error).__name__, len(str(error).split()) > 3)

asyncio.run(main())

# only: page
# expect-re: (ImportError|ModuleNotFoundError|OSError|NotImplementedError) True
