// The port that a program listens on, as servers say it in their logs when they start. Pure.

/** `Listening on :3000`, `http://0.0.0.0:3000`, `port 3000`, `port=3000`. */
const said = /(?:(?:\[::\]|\b(?:localhost|\d{1,3}(?:\.\d{1,3}){3}))?:|\bport[ :="']{1,3})(\d{2,5})\b/gi;

const time = /\b\d{1,2}:\d\d:\d\d\b/g;

/** Lines that say so; a line of something that the program calls names ports too. */
const isOfServer = /listen|serv|start|running|bound|bind/i;

/** What to change where the log names one other port; empty where it does not, as it is only a guess. */
export function portHint(log: string, port: number): string {
  const lines = log
    .replace(time, "")
    .split("\n")
    .filter((line) => isOfServer.test(line));
  const ports = lines.flatMap((line) => [...line.matchAll(said)].map(([, found]) => Number(found)));
  const others = [...new Set(ports)].filter((one) => one !== port && one < 65536);
  if (others.length !== 1 || ports.includes(port)) return "; have it listen on $PORT, or set port";
  return `; its log names port ${others[0]}: set port: ${others[0]}, or have it listen on $PORT`;
}
