"""A client on Autobahn, in either flavour: autobahn_client.py asyncio|twisted URL

Connects again whenever its connection ends. Writes a line for each event: open, ping, close CODE. A line of standard
input is a command: mute (answers no more pings on this connection), pause (reads no more), resume, or close (closes the
connection and ends the program).
"""
import sys
import threading

flavour, url = sys.argv[1:3]
if flavour == "asyncio":
    import asyncio

    from autobahn.asyncio.websocket import WebSocketClientFactory, WebSocketClientProtocol

    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
else:
    from autobahn.twisted.websocket import WebSocketClientFactory, WebSocketClientProtocol
    from twisted.internet import reactor
    from twisted.internet.protocol import ReconnectingClientFactory

RETRY_SECONDS = 0.2
# The default is 1. txaio rounds the due times of batched timers down to whole seconds, so a closing handshake that
# begins just before a whole second would time out at once.
CLOSE_SECONDS = 10
client = None
closing = False


def say(line):
    print(line, flush=True)


class Client(WebSocketClientProtocol):
    muted = False

    def onOpen(self):
        global client
        client = self
        say("open")

    def onPing(self, payload):
        if not self.muted:
            super().onPing(payload)
        say("ping")

    def onClose(self, wasClean, code, reason):
        say(f"close {code}")
        ended()

    def mute(self):
        self.muted = True

    def pause(self):
        (self.transport.pause_reading if flavour == "asyncio" else self.transport.pauseProducing)()

    def resume(self):
        (self.transport.resume_reading if flavour == "asyncio" else self.transport.resumeProducing)()

    def close(self):
        global closing
        closing = True
        self.sendClose(1000)


def on_commands(call):
    def read():
        for line in sys.stdin:
            call(lambda command=line.strip(): (getattr(client, command)(), say(command)))

    threading.Thread(target=read, daemon=True).start()


if flavour == "asyncio":
    factory = WebSocketClientFactory(url, loop=loop)
    factory.protocol = Client
    factory.setProtocolOptions(closeHandshakeTimeout=CLOSE_SECONDS)

    async def connect():
        while True:
            try:
                return await loop.create_connection(factory, factory.host, factory.port)
            except OSError:
                await asyncio.sleep(RETRY_SECONDS)

    def ended():
        if closing:
            loop.stop()
        else:
            loop.call_later(RETRY_SECONDS, lambda: loop.create_task(connect()))

    on_commands(loop.call_soon_threadsafe)
    loop.create_task(connect())
    loop.run_forever()
else:
    class Factory(WebSocketClientFactory, ReconnectingClientFactory):
        protocol = Client
        initialDelay = maxDelay = RETRY_SECONDS

    factory = Factory(url)
    factory.setProtocolOptions(closeHandshakeTimeout=CLOSE_SECONDS)

    def ended():
        if closing:
            factory.stopTrying()
            reactor.stop()

    on_commands(reactor.callFromThread)
    reactor.connectTCP(factory.host, factory.port, factory)
    reactor.run()
