// A component on Autobahn|JS: autobahn_peer.mjs backend|frontend|member json|msgpack URL, as autobahn_peer.py is.
import assert from "node:assert/strict";
import autobahn from "autobahn";

const [mode, serializer, url] = process.argv.slice(2);
const { JSONSerializer, MsgpackSerializer } = autobahn.serializer;

const errorOf = call => call.then(() => null, error => [error.error, error.args]);

const backend = async session => {
  const waiting = [];
  await session.register("com.peer.add", ([a, b], { extra = 0 } = {}) => a + b + extra);
  await session.register("com.peer.fail", () => { throw new autobahn.Error("com.peer.error", ["on purpose", 7]); });
  await session.register("com.peer.announce", ([text]) => {
    session.publish("com.peer.news", [text], { by: "js" });
    return null;
  });
  await session.register("com.peer.wait", () => new Promise(resolve => waiting.push(resolve)));
  await session.register("com.peer.echo", ([value]) => value);
  await session.register("com.peer.count", ([n], _, details) => {
    for (let i = 1; i < n; i++) details.progress([i]);
    return n;
  });
  console.log("ready");
  process.stdin.resume();
  await new Promise(resolve => process.stdin.on("end", resolve));
};

const frontend = async session => {
  assert.equal(await session.call("com.peer.add", [2, 3]), 5);
  assert.equal(await session.call("com.peer.add", [2, 3], { extra: 10 }), 15);
  const value = { text: "\u00fc\u4e2d\u{1f600} \"quoted\"\n", list: [1, -2.5, null, true, [[]]] };
  assert.deepEqual(await session.call("com.peer.echo", [value]), value);
  assert.deepEqual(await errorOf(session.call("com.peer.fail")), ["com.peer.error", ["on purpose", 7]]);
  assert.equal((await errorOf(session.call("com.peer.none")))[0], "wamp.error.no_such_procedure");
  assert.equal((await errorOf(session.register("com.peer.add", () => 1)))[0], "wamp.error.procedure_already_exists");

  const parts = [];
  // Promises of `when` tell of progress, those of the language do not: autobahn takes `when` where it is installed.
  const count = await new Promise((resolve, reject) =>
    session.call("com.peer.count", [4], {}, { receive_progress: true })
      .then(resolve, reject, part => parts.push(part)));
  assert.equal(count, 4);
  assert.deepEqual(parts, [1, 2, 3]);

  const late = session.call("com.peer.wait", [], {}, { timeout: 200 });
  assert.equal((await errorOf(late))[0], "wamp.error.timeout");

  const events = [];
  let last;
  const news = new Promise(resolve => { last = resolve; });
  const subscription = await session.subscribe("com.peer.news", (args, kwargs) => {
    events.push([args, kwargs]);
    if (args[0] === "last") last();
  });
  await session.call("com.peer.announce", ["from the backend"]);
  await session.publish("com.peer.news", ["not for me"], {}, { acknowledge: true });
  await session.publish("com.peer.news", ["last"], {}, { acknowledge: true, exclude_me: false });
  await news;
  assert.deepEqual(events.map(([args]) => args[0]), ["from the backend", "last"]);
  assert.ok("by" in events[0][1]);
  await session.unsubscribe(subscription);
};

const member = async (session, details) => {
  assert.deepEqual([details.authid, details.authrole, details.authmethod], ["joe", "member", "wampcra"]);
};

const connection = new autobahn.Connection({
  url,
  realm: mode === "member" ? "com.example.members" : "realm1",
  protocols: [serializer === "json" ? "wamp.2.json" : "wamp.2.msgpack"],
  serializers: [serializer === "json" ? new JSONSerializer() : new MsgpackSerializer()],
  max_retries: 0,
  ...mode === "member" && {
    authid: "joe",
    authmethods: ["wampcra"],
    onchallenge: (session, method, extra) => autobahn.auth_cra.sign("for the demo only", extra.challenge),
  },
});
let held = false;
connection.onopen = async (session, details) => {
  try {
    await { backend, frontend, member }[mode](session, details);
    held = true;
  } catch (error) {
    console.error("failed:", error);
  }
  connection.close();
};
connection.onclose = reason => {
  console.log(held ? "ok" : `failed: ${reason}`);
  process.exit(held ? 0 : 1);
};
connection.open();
