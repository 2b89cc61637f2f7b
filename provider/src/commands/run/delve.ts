// The debugger of `--debug`: whether it is there, and the address that it serves.
import { CommandFailure } from "../commandErrors";
import { isOnPath } from "../local/onPath";
import { clientPort } from "./clientPort";

/** The port that editors suggest for it. */
const usualPort = 2345;

/** The usual one, or another one if it is in use. */
export async function debugAddress(): Promise<string> {
  if (!isOnPath("dlv"))
    throw new CommandFailure(
      "--debug needs Delve: install it with `go install github.com/go-delve/delve/cmd/dlv@latest`, and add $(go env GOPATH)/bin to PATH",
    );
  const probe = await clientPort(usualPort, (client) => client.destroy()).catch(() =>
    clientPort(0, (client) => client.destroy()),
  );
  probe.close();
  return `127.0.0.1:${new URL(probe.url).port}`;
}
