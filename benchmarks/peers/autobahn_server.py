"""Autobahn's WebSocket server on asyncio or Twisted, which pings each connection a second after its last answer."""
import sys

framework = sys.argv[1]
OPTIONS = dict(autoPingInterval=1, autoPingTimeout=4)


def listening(port):
    print(f"listening on ws://127.0.0.1:{port}", flush=True)


if framework == "asyncio":
    import asyncio

    from autobahn.asyncio.websocket import WebSocketServerFactory, WebSocketServerProtocol

    async def main():
        factory = WebSocketServerFactory()
        factory.protocol = WebSocketServerProtocol
        factory.setProtocolOptions(**OPTIONS)
        server = await asyncio.get_running_loop().create_server(factory, "127.0.0.1", 0, backlog=1024)
        listening(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(main())
else:
    from autobahn.twisted.websocket import WebSocketServerFactory, WebSocketServerProtocol
    from twisted.internet import reactor

    factory = WebSocketServerFactory()
    factory.protocol = WebSocketServerProtocol
    factory.setProtocolOptions(**OPTIONS)
    listening(reactor.listenTCP(0, factory, backlog=1024, interface="127.0.0.1").getHost().port)
    reactor.run()
