// What a preview reports about a registry that does not answer, if an image is to be pushed.
import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { warnUnreachable } from "../../provider/src/registry/glance";
import { type LogMessage, render } from "./harness";

/** With a port where nothing listens. */
async function closedHost(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `127.0.0.1:${port}`;
}

describe("builds: a registry that does not answer", () => {
  it("is reported once, in words that leave open whether it will by then", async () => {
    const host = await closedHost();
    const logs: LogMessage[] = [];
    const references = ["a", "b"].map((name) => `${host}/${name}@sha256:${"a".repeat(64)}`);
    await render(() => Promise.all(references.map(warnUnreachable)), { preview: true, logs });
    const said = logs.map(({ severity, message }) => `${severity}: ${message}`);
    assert.deepEqual(said, [
      `warning: registry ${host} does not answer: connect ECONNREFUSED ${host}; check its name, or start it. The update has to push an image there, and fails if this persists.`,
    ]);
  });
});
