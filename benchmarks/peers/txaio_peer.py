"""Measures txaio itself, for the row P12 of the comparison.

    txaio_peer.py asyncio|twisted FUTURES SCHEDULED CANCELLED FIRED

Prints one JSON object: nanoseconds for an operation. With FIRED = 0 no bucket is fired.
Needs txaio, and for "twisted" also Twisted: Debian's packages python3-txaio and python3-twisted.
"""

import json
import platform
import random
import sys
import time

BUCKETS = 60


def fail(message):
    print(message, file=sys.stderr)
    sys.exit(1)


def check(what, expected, actual):
    if expected != actual:
        fail(f"{what}: expected {expected}, got {actual}")


class Asyncio:
    def __init__(self):
        import asyncio

        import txaio

        txaio.use_asyncio()
        self.loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self.loop)
        txaio.config.loop = self.loop
        self.txaio = txaio
        self.versions = f"txaio {txaio.__version__} on asyncio, Python {platform.python_version()}"

    def clock(self):
        return self.loop.time()

    def run_until(self, is_done, poll):
        async def wait():
            import asyncio

            while not is_done():
                await asyncio.sleep(poll)

        self.loop.run_until_complete(wait())


class Twisted:
    def __init__(self):
        import twisted
        import txaio
        from twisted.internet import reactor

        txaio.use_twisted()
        txaio.config.loop = reactor
        self.reactor = reactor
        self.txaio = txaio
        self.versions = (
            f"txaio {txaio.__version__} on Twisted {twisted.__version__}, Python {platform.python_version()}"
        )

    def clock(self):
        return self.reactor.seconds()

    def run_until(self, is_done, poll):
        # run() works only once for a reactor. So this iterates the reactor, as run() does.
        end = time.monotonic() + 60
        while not is_done() and time.monotonic() < end:
            self.reactor.iterate(poll)


def futures(framework, count):
    """Makes futures, adds a callback to each, resolves all, and waits for the callbacks. All are alive at once."""
    txaio = framework.txaio
    seen = []
    started = time.perf_counter_ns()
    made = [txaio.create_future() for _ in range(count)]
    for future in made:
        txaio.add_callbacks(future, seen.append, None)
    for value, future in enumerate(made):
        txaio.resolve(future, value)
    framework.run_until(lambda: len(seen) == count, 0)
    took = time.perf_counter_ns() - started
    check("sum of the values", count * (count - 1) // 2, sum(seen))
    return took / count


def nothing():
    pass


def schedule_and_cancel(framework, scheduled, cancelled):
    """Schedules calls at random over 60 buckets, then cancels some of the calls in random order."""
    rng = random.Random(1)
    delays = [30 + rng.random() * BUCKETS for _ in range(scheduled)]
    timer = framework.txaio.make_batched_timer(1, chunk_size=1000)
    started = time.perf_counter_ns()
    calls = [timer.call_later(delay, nothing) for delay in delays]
    schedule = (time.perf_counter_ns() - started) / scheduled
    order = rng.sample(range(scheduled), cancelled)
    started = time.perf_counter_ns()
    for index in order:
        calls[index].cancel()
    cancel = (time.perf_counter_ns() - started) / cancelled
    left = [call for _, bucket in timer._buckets.values() for call in bucket]
    check("calls left", scheduled - cancelled, len(left))
    for delayed, _ in timer._buckets.values():
        delayed.cancel()
    return schedule, cancel


def fire_cpu(framework, count):
    """Measures the CPU time from just before a bucket is due until all its calls have run."""
    ran = [0]

    def hit():
        ran[0] += 1

    timer = framework.txaio.make_batched_timer(1, chunk_size=1000)
    # All calls are in one bucket, and are scheduled before it is due.
    due = int(framework.clock()) + 3.5
    for _ in range(count):
        timer.call_later(due - framework.clock(), hit)
    check("buckets", 1, len(timer._buckets))
    framework.run_until(lambda: framework.clock() > due - 0.6, 0.01)
    started = time.process_time_ns()
    framework.run_until(lambda: ran[0] == count, 0.05)
    took = time.process_time_ns() - started
    check("calls fired", count, ran[0])
    return took / count


def main():
    if len(sys.argv) != 6 or sys.argv[1] not in ("asyncio", "twisted"):
        fail(__doc__)
    count, scheduled, cancelled, fired = map(int, sys.argv[2:])
    try:
        framework = Asyncio() if sys.argv[1] == "asyncio" else Twisted()
    except ImportError as e:
        fail(f"{e} (Debian: python3-txaio, python3-twisted)")
    schedule, cancel = schedule_and_cancel(framework, scheduled, cancelled)
    print(json.dumps({
        "versions": framework.versions,
        "future": futures(framework, count),
        "schedule": schedule,
        "cancel": cancel,
        "fireCpu": fire_cpu(framework, fired) if fired else None,
    }))


if __name__ == "__main__":
    main()
