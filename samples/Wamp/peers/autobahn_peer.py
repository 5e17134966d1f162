"""A component on Autobahn, in either flavour: autobahn_peer.py asyncio|twisted backend|frontend|member json|msgpack URL

A backend serves until its standard input ends. A frontend calls a backend of any make, publishes and subscribes. A
member authenticates. Exit code 0 when all was as it has to be.
"""
import os
import sys
import threading

flavour, mode, serializer, url = sys.argv[1:5]
if flavour == "asyncio":
    import asyncio

    from autobahn.asyncio.wamp import ApplicationRunner, ApplicationSession

    # Debian 12's Autobahn asks for the loop before there is one.
    asyncio.set_event_loop(asyncio.new_event_loop())
else:
    from autobahn.twisted.wamp import ApplicationRunner, ApplicationSession
import txaio
from autobahn.wamp import auth
from autobahn.wamp.exception import ApplicationError
from autobahn.wamp.serializer import JsonSerializer, MsgPackSerializer
from autobahn.wamp.types import CallOptions, PublishOptions, RegisterOptions

exit_code = 1


def done(code):
    global exit_code
    exit_code = code


async def error_of(call):
    try:
        await call
    except ApplicationError as e:
        return e.error, list(e.args)
    return None


class Component(ApplicationSession):
    async def onJoin(self, details):
        try:
            await getattr(self, mode)(details)
        except Exception as e:
            print(f"failed: {type(e).__name__}: {e}", file=sys.stderr)
            self.leave()

    def onDisconnect(self):
        if flavour == "asyncio":
            asyncio.get_event_loop().stop()
        else:
            from twisted.internet import reactor
            if reactor.running:
                reactor.stop()

    async def backend(self, details):
        def add(a, b, extra=0):
            return a + b + extra

        def fail():
            raise ApplicationError("com.peer.error", "on purpose", 7)

        def announce(text):
            self.publish("com.peer.news", text, by=flavour)

        def count(n, details=None):
            for i in range(1, n):
                details.progress(i)
            return n

        def wait():
            return txaio.create_future()

        def echo(value):
            return value

        await self.register(add, "com.peer.add")
        await self.register(fail, "com.peer.fail")
        await self.register(announce, "com.peer.announce")
        await self.register(wait, "com.peer.wait")
        await self.register(echo, "com.peer.echo")
        await self.register(count, "com.peer.count", options=RegisterOptions(details_arg="details"))
        print("ready", flush=True)
        done(0)
        call = asyncio.get_event_loop().call_soon_threadsafe if flavour == "asyncio" else reactor_call
        threading.Thread(target=lambda: (sys.stdin.read(), call(self.leave)), daemon=True).start()

    async def frontend(self, details):
        assert await self.call("com.peer.add", 2, 3) == 5
        assert await self.call("com.peer.add", 2, 3, extra=10) == 15
        text = "\u00fc\u4e2d\U0001f600 \"quoted\"\n"
        value = {"text": text, "list": [1, -2.5, None, True, [[]]], "bytes": b"\x00\xff"}
        assert await self.call("com.peer.echo", value) == value
        assert await self.call("com.peer.echo", 2**53 - 1) == 2**53 - 1
        assert await error_of(self.call("com.peer.fail")) == ("com.peer.error", ["on purpose", 7])
        assert (await error_of(self.call("com.peer.none")))[0] == "wamp.error.no_such_procedure"
        assert (await error_of(self.register(lambda: 1, "com.peer.add")))[0] == "wamp.error.procedure_already_exists"

        parts = []
        assert await self.call("com.peer.count", 4, options=CallOptions(on_progress=parts.append)) == 4
        assert parts == [1, 2, 3], parts

        timed_out = self.call("com.peer.wait", options=CallOptions(timeout=200))
        assert (await error_of(timed_out))[0] == "wamp.error.timeout"

        events = []
        news = txaio.create_future()

        def on_news(*args, **kwargs):
            events.append((args, kwargs))
            if args == ("last",):
                txaio.resolve(news, None)

        subscription = await self.subscribe(on_news, "com.peer.news")
        await self.call("com.peer.announce", "from the backend")
        options = PublishOptions(acknowledge=True)
        publication = await self.publish("com.peer.news", "not for me", options=options)
        assert publication.id > 0
        await self.publish("com.peer.news", "last", options=PublishOptions(acknowledge=True, exclude_me=False))
        await news
        assert [args[0] for args, _ in events] == ["from the backend", "last"], events
        assert "by" in events[0][1], events
        await subscription.unsubscribe()
        done(0)
        self.leave()

    async def member(self, details):
        assert (details.authid, details.authrole, details.authmethod) == ("joe", "member", "wampcra"), details
        done(0)
        self.leave()

    def onConnect(self):
        if mode == "member":
            self.join(self.config.realm, ["wampcra"], "joe")
        else:
            self.join(self.config.realm)

    def onChallenge(self, challenge):
        return auth.compute_wcs("for the demo only", challenge.extra["challenge"]).decode("ascii")


def reactor_call(function):
    from twisted.internet import reactor
    reactor.callFromThread(function)


serializers = [JsonSerializer() if serializer == "json" else MsgPackSerializer()]
realm = "com.example.members" if mode == "member" else "realm1"
ApplicationRunner(url, realm, serializers=serializers).run(Component)
print("ok" if exit_code == 0 else "failed", flush=True)
sys.stdout.flush()
os._exit(exit_code)
