"""Opens COUNT connections with Python's websockets, holds them for SECONDS, and closes them."""
import asyncio
import sys

import websockets

url, count, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])


async def main():
    gate = asyncio.Semaphore(50)

    async def connect():
        async with gate:
            # The client sends no pings, because the test is about the pings of the server.
            return await websockets.connect(url, ping_interval=None, open_timeout=30)

    clients = await asyncio.gather(*(connect() for _ in range(count)))
    ended = [asyncio.ensure_future(client.wait_closed()) for client in clients]
    await asyncio.wait(ended, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    lost = [client.close_code for client in clients if client.closed]
    await asyncio.gather(*(client.close() for client in clients))
    closed = sum(client.close_code == 1000 for client in clients)
    print(f"{count - len(lost)} of {count} connected after {seconds:g} s, {closed} closed in good order {lost[:3] or ''}")
    return 0 if not lost and closed == count else 1


sys.exit(asyncio.run(main()))
