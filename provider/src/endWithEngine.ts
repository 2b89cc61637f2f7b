// Ends the plugin when its engine is gone, because a killed engine does not stop its plugins.
import { connect } from "node:net";

const lookMilliseconds = 2000;

/** `args` are the plugin's arguments, which include the engine's address. */
export function endWithEngine(args: string[]): void {
  const engine = process.ppid;
  const look = () => process.ppid !== engine && process.exit(0);
  setInterval(look, lookMilliseconds).unref();
  const address = args.find((one) => /^[^-].*:\d+$/.test(one));
  if (address !== undefined) endWithoutAnswer(address);
}

/** An engine that was gone before this process checked has never been its parent, but then nothing listens at its address. */
function endWithoutAnswer(address: string): void {
  const colon = address.lastIndexOf(":");
  const call = connect(Number(address.slice(colon + 1)), address.slice(0, colon));
  call.on("connect", () => call.destroy());
  call.on("error", ({ code }: NodeJS.ErrnoException) => code === "ECONNREFUSED" && process.exit(0));
}
