// A client on npm's ws, which is the transport of Autobahn|JS: ws_client.mjs URL, with the events and the commands of
// autobahn_client.py, except mute. samples/Wamp/peers/install installs ws.
import { createRequire } from "node:module";
import readline from "node:readline";

const require = createRequire(new URL("../../Wamp/peers/package.json", import.meta.url));
const WebSocket = require("ws");

const [url] = process.argv.slice(2);
const retryMs = 200;
let client;
let socket;
let closing = false;

const connect = () => {
  client = new WebSocket(url);
  client.on("upgrade", response => { socket = response.socket; });
  client.on("open", () => console.log("open"));
  client.on("ping", () => console.log("ping"));
  // A refused connection and a cut one. The close event follows.
  client.on("error", () => {});
  client.on("close", code => {
    console.log(`close ${code}`);
    if (closing)
      process.exit(0);
    setTimeout(connect, retryMs);
  });
};

const commands = {
  pause: () => socket.pause(),
  resume: () => socket.resume(),
  close: () => {
    closing = true;
    client.close(1000);
  },
};

readline.createInterface({ input: process.stdin }).on("line", line => {
  commands[line]();
  console.log(line);
});
connect();
