// What the environment remembers of pushed images: nothing is built twice, and missing images are detected.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { remembered } from "../environment/images/remembered";

const digest = `sha256:${"a".repeat(64)}`;

describe("environment: images that were pushed before", () => {
  let directory: string;
  let server: Server;
  let registry: string;
  let kept: boolean;
  let asked: string[];
  let pushes: number;

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "remembered-"));
    server = createServer(({ method, url }, response) => {
      asked.push(`${method} ${url}`);
      response.writeHead(kept ? 200 : 404).end();
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    registry = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.close();
    rmSync(directory, { recursive: true });
  });
  beforeEach(() => {
    [kept, asked, pushes] = [true, [], 0];
    rmSync(join(directory, "pushed.json"), { force: true });
  });

  const references = () => ({
    base: `${registry}/base@${digest}`,
    released: { queue: `${registry}/kn/queue@${digest}` },
  });
  const bring = (version: string) =>
    remembered({ file: join(directory, "pushed.json"), version, registry }, async () => {
      pushes++;
      return references();
    });

  it("are pushed once for a version, and the registry is asked whether it has each", async () => {
    assert.deepEqual(await bring("1"), references());
    assert.deepEqual(await bring("1"), references());
    assert.equal(pushes, 1);
    assert.deepEqual(asked.sort(), [`HEAD /v2/base/manifests/${digest}`, `HEAD /v2/kn/queue/manifests/${digest}`]);
  });

  it("are pushed anew for another version", async () => {
    await bring("1");
    await bring("2");
    await bring("2");
    assert.equal(pushes, 2);
  });

  it("are pushed anew when the registry has lost one", async () => {
    await bring("1");
    kept = false;
    await bring("1");
    assert.equal(pushes, 2);
  });

  it("leave no note when a push fails", async () => {
    const note = { file: join(directory, "pushed.json"), version: "1", registry };
    await assert.rejects(
      remembered(note, () => Promise.reject(new Error("no space left"))),
      /no space left/,
    );
    await bring("1");
    assert.equal(pushes, 1);
  });
});
