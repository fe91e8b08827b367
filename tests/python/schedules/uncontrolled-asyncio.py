import asyncio

print("nothing")

# search: undecided why=asyncio
