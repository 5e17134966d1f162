"""Opens COUNT connections with Autobahn, holds them for SECONDS, and closes them."""
import asyncio
import sys

from autobahn.asyncio.websocket import WebSocketClientFactory, WebSocketClientProtocol

url, count, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])


class Client(WebSocketClientProtocol):
    def __init__(self):
        super().__init__()
        self.opened = asyncio.get_running_loop().create_future()
        self.ended = asyncio.get_running_loop().create_future()
        self.pings = 0

    def onOpen(self):
        self.opened.set_result(None)

    def onPing(self, payload):
        self.pings += 1
        super().onPing(payload)

    def onClose(self, wasClean, code, reason):
        if not self.ended.done():
            self.ended.set_result((wasClean, code, reason))


async def main():
    loop = asyncio.get_running_loop()
    factory = WebSocketClientFactory(url)
    factory.protocol = Client
    # The default is 1 s. txaio rounds the due times of batched timers down to whole seconds, so a closing handshake
    # that begins just before a whole second would time out at once.
    factory.setProtocolOptions(closeHandshakeTimeout=10)
    gate = asyncio.Semaphore(50)

    async def connect():
        async with gate:
            _, client = await loop.create_connection(factory, factory.host, factory.port)
            await asyncio.wait_for(client.opened, 30)
            return client

    clients = await asyncio.gather(*(connect() for _ in range(count)))
    await asyncio.wait([client.ended for client in clients], timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    lost = [client.ended.result() for client in clients if client.ended.done()]

    async def close(client):
        async with gate:
            client.sendClose(1000)
            return await asyncio.wait_for(client.ended, 30)

    ends = await asyncio.gather(*(close(client) for client in clients))
    closed = sum(clean for clean, _, _ in ends)
    pings = min(client.pings for client in clients)
    print(f"{count - len(lost)} of {count} connected after {seconds:g} s and at least {pings} pings each, "
          f"{closed} closed in good order {lost[:3] or ''}")
    return 0 if not lost and closed == count and pings > 1 else 1


sys.exit(asyncio.run(main()))
