// The entry point of the command `knative-faas`.
import { version } from "../package.json";
import { runCommand } from "./commands/runCommand";

void runCommand(process.argv.slice(2), version).then((code) => {
  process.exitCode = code;
});
