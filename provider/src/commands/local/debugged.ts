// A program under the debugger Delve: how it is started, and that it ends.
import { spawn } from "node:child_process";
import type { Socket } from "node:net";

/** The command that runs the file under Delve. */
export function underDelve(address: string, file: string): string[] {
  const options = [`--listen=${address}`, "--headless", "--accept-multiclient", "--continue", "--api-version=2"];
  return ["dlv", "exec", ...options, "--log=false", file];
}

/**
 * A program outlives a debugger that is killed, and one that a client tells to detach. So a process waits for the end of this one, however
 * it comes, and then ends the program. Returns how to end it earlier.
 */
export function endedWithThis(file: string): () => void {
  const script = 'cat > /dev/null; pkill -KILL -x -f "$0"';
  const watcher = spawn("sh", ["-c", script, file], { stdio: ["pipe", "ignore", "ignore"], detached: true });
  watcher.on("error", () => undefined);
  const stdin = watcher.stdin as Socket;
  watcher.unref();
  stdin.unref();
  return () => void stdin.end();
}
