// The debugger of `--debug`: whether it is there, and the address that it serves.
import { CommandFailure } from "../commandErrors";
import { isOnPath } from "../local/onPath";
import { clientPort } from "./clientPort";

/** The port that editors suggest for it. */
const usualPort = 2345;

let isUsualGiven = false;

/** The usual one for the first function, unless it is in use; others get a free one. */
export async function debugAddress(): Promise<string> {
  if (!isOnPath("dlv"))
    throw new CommandFailure(
      "--debug needs Delve: install it with `go install github.com/go-delve/delve/cmd/dlv@latest`, and add $(go env GOPATH)/bin to PATH",
    );
  const port = isUsualGiven ? 0 : usualPort;
  isUsualGiven = true;
  const probe = await probed(port).catch(() => probed(0));
  probe.close();
  return `127.0.0.1:${new URL(probe.url).port}`;
}

const probed = (port: number) => clientPort(port, (client) => client.destroy());
