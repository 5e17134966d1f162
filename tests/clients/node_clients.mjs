// Opens COUNT connections with Node's own WebSocket, or with npm's ws (its module in WS), holds them for SECONDS, and
// closes them.
const Client = process.env.WS ? (await import(process.env.WS)).WebSocket : globalThis.WebSocket;
const [url, count, seconds] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];

const connect = () => new Promise((resolve, reject) => {
  const client = new Client(url);
  client.addEventListener("open", () => resolve(client));
  client.addEventListener("error", event => reject(event.error ?? new Error("a client could not connect")));
  client.ended = new Promise(ended => client.addEventListener("close", event => {
    client.code = event.code;
    ended(event.code);
  }));
});

const clients = [];
while (clients.length < count)
  clients.push(...await Promise.all(Array.from({ length: Math.min(50, count - clients.length) }, connect)));

let timer;
const time = new Promise(resolve => { timer = setTimeout(resolve, seconds * 1000); });
await Promise.race([time, ...clients.map(client => client.ended)]);
clearTimeout(timer);
const lost = clients.filter(client => client.code !== undefined).map(client => client.code);
clients.forEach(client => client.close(1000));
const ends = await Promise.all(clients.map(client => client.ended));
const closed = ends.filter(code => code === 1000).length;
console.log(`${count - lost.length} of ${count} connected after ${seconds} s, ${closed} closed in good order ${lost.slice(0, 3)}`);
process.exit(lost.length === 0 && closed === count ? 0 : 1);
