// An engine that is killed does not end its plugins: this one ends when the process that started it is gone.
import { connect } from "node:net";

const lookMilliseconds = 2000;

/** `args` are those of the plugin; the address where the engine listens is among them. */
export function endWithEngine(args: string[]): void {
  const engine = process.ppid;
  const look = () => process.ppid !== engine && process.exit(0);
  setInterval(look, lookMilliseconds).unref();
  const address = args.find((one) => /^[^-].*:\d+$/.test(one));
  if (address !== undefined) endWithoutAnswer(address);
}

/** An engine that was gone before this process could look has never been seen as its parent; but nobody listens there now. */
function endWithoutAnswer(address: string): void {
  const colon = address.lastIndexOf(":");
  const call = connect(Number(address.slice(colon + 1)), address.slice(0, colon));
  call.on("connect", () => call.destroy());
  call.on("error", ({ code }: NodeJS.ErrnoException) => code === "ECONNREFUSED" && process.exit(0));
}
