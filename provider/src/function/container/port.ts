// Finds the port that a program listens on in its log. Pure.

/** `Listening on :3000`, `http://0.0.0.0:3000`, `port 3000`, `port=3000`. */
const loggedPort = /(?:(?:\[::\]|\b(?:localhost|\d{1,3}(?:\.\d{1,3}){3}))?:|\bport[ :="']{1,3})(\d{2,5})\b/gi;

const time = /\b\d{1,2}:\d\d:\d\d\b/g;

/** Lines about the server itself; lines about clients name ports too. */
const isOfServer = /listen|serv|start|running|bound|bind/i;

/** The advice names a port only if the log names exactly one other, as it is a guess. */
export function portHint(log: string, port: number): string {
  const lines = log
    .replace(time, "")
    .split("\n")
    .filter((line) => isOfServer.test(line));
  const ports = lines.flatMap((line) => [...line.matchAll(loggedPort)].map(([, found]) => Number(found)));
  const others = [...new Set(ports)].filter((one) => one !== port && one < 65536);
  if (others.length !== 1 || ports.includes(port)) return "; have it listen on $PORT, or set port";
  return `; its log names port ${others[0]}: set port: ${others[0]}, or have it listen on $PORT`;
}
