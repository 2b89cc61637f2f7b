// Access to the registries of a copy: their authentication, their failures, and how layers are transferred.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../../provider/src/input/problems";
import { copyImage, type Logins, whereabouts } from "../../provider/src/registry/copy";
import { addImage, addIndex, contentOf } from "./copiedImage";
import { digestOf, type Registry, serveRegistry } from "./registry";

const team = "team/hello";
const prod = "prod/hello";
const robot = { username: "robot", password: "s3cret" };
const basic = `Basic ${Buffer.from("robot:s3cret").toString("base64")}`;
const tokenStart = "t0ken";

describe("promotion: registries between which images are copied", () => {
  let source: Registry;
  let target: Registry;
  let lines: string[];
  let directory: string;
  const before_ = process.env.DOCKER_CONFIG;

  before(() => {
    directory = mkdtempSync(join(tmpdir(), "copy-"));
    process.env.DOCKER_CONFIG = directory;
  });
  after(() => {
    rmSync(directory, { recursive: true });
    if (before_ === undefined) delete process.env.DOCKER_CONFIG;
    else process.env.DOCKER_CONFIG = before_;
  });
  beforeEach(async () => {
    writeFileSync(join(directory, "config.json"), "{}");
    [source, target] = [await serveRegistry(), await serveRegistry()];
    lines = [];
  });
  afterEach(() => {
    for (const registry of [source, target]) registry.close();
    assert.doesNotMatch(lines.join("\n"), secrets);
  });

  const secrets = new RegExp(["s3cret", tokenStart, basic.slice(6)].join("|"));
  const from = (digest: string) => `${source.host}/${team}@${digest}`;
  const copy = (digest: string, logins: Logins = {}, to = `${target.host}/${prod}`) =>
    copyImage({ from: from(digest), to, say: (line) => void lines.push(line), ...logins });
  const failure = async (copying: Promise<unknown>): Promise<string> => {
    const error = await copying.then(
      () => assert.fail("it was copied"),
      (reason) => reason,
    );
    assert.ok(error instanceof Failure, String(error));
    assert.doesNotMatch(`${error.message} ${error.stack}`, secrets);
    return error.message;
  };
  const count = ({ requests }: Registry, request: RegExp) => requests.filter((one) => request.test(one)).length;
  const arrived = () => assert.deepEqual(contentOf(target, prod), contentOf(source, team));

  /** Responds to matching requests a number of times instead of the registry, and repeats what was sent. */
  const answer = (registry: Registry, like: RegExp, status: number, times = Number.POSITIVE_INFINITY) => {
    let left = times;
    registry.intercept = ({ method, url, headers }, response) => {
      if (left === 0 || !like.test(`${method} ${url}`)) return false;
      left--;
      const message = `${headers.authorization} was refused`;
      response.writeHead(status).end(JSON.stringify({ errors: [{ code: "DENIED", message }] }));
      return true;
    };
  };

  const withPassword = (registry: Registry) => {
    registry.intercept = ({ headers }, response) => {
      if (headers.authorization === basic) return false;
      response.writeHead(401, { "WWW-Authenticate": 'Basic realm="registry"' }).end();
      return true;
    };
  };

  /** A token has the requested scopes and is valid for a number of requests; returns the requested scopes, one list for each token. */
  const withTokens = (registry: Registry, uses = (_token: number) => Number.POSITIVE_INFINITY) => {
    const asked: string[][] = [];
    const left: number[] = [];
    registry.intercept = ({ method = "", url = "", headers }, response) => {
      const { pathname, searchParams } = new URL(url, "http://registry");
      if (pathname === "/token") {
        const isKnown = headers.authorization === basic && searchParams.get("service") === "my registry";
        left.push(uses(asked.push(searchParams.getAll("scope")) - 1));
        response.writeHead(isKnown ? 200 : 401).end(JSON.stringify({ token: `${tokenStart}${asked.length - 1}` }));
        return true;
      }
      const path = /^\/v2\/(.*?)\/(manifests|blobs|referrers)\//.exec(pathname)?.[1];
      const needed = `repository:${path}:pull${["GET", "HEAD"].includes(method) ? "" : ",push"}`;
      const number = Number(headers.authorization?.replace(`Bearer ${tokenStart}`, "") ?? Number.NaN);
      if (asked[number]?.some((scope) => scope.startsWith(needed)) && (left[number] as number) > 0) {
        left[number] = (left[number] as number) - 1;
        return false;
      }
      const realm = `realm="http://${registry.host}/token",service="my registry",scope="${needed}",error="invalid_token"`;
      response.writeHead(401, { "WWW-Authenticate": `Bearer ${realm}` }).end();
      return true;
    };
    return asked;
  };

  for (const [kind, protect] of [
    ["a password", withPassword],
    ["a token", withTokens],
  ] as const) {
    it(`${kind}: logins of the arguments and of Docker's configuration`, async () => {
      const { digest } = addIndex(source, team).index;
      for (const registry of [source, target]) protect(registry);
      const auth = basic.slice(6);
      writeFileSync(join(directory, "config.json"), JSON.stringify({ auths: { [source.host]: { auth } } }));
      const logins = { toLogin: robot };
      assert.equal(await whereabouts(from(digest), `${target.host}/${prod}`, logins), "source");
      await copy(digest, logins);
      arrived();
      assert.equal(await whereabouts(from(digest), `${target.host}/${prod}`, logins), "target");
    });

    it(`${kind}: a login that is refused is reported immediately`, async () => {
      const { digest } = addImage(source, team);
      protect(target);
      const message = await failure(copy(digest, { toLogin: { ...robot, username: "other" } }));
      const what = `check for ${target.host}/${prod}@${digest}`;
      assert.equal(
        message,
        `registry ${target.host} refuses to ${what}: 401 Unauthorized; check registryLogin or docker login`,
      );
      assert.ok(count(target, /HEAD/) <= 2);
      assert.deepEqual(lines, []);
    });
  }

  it("one token for pull and push serves the whole copy", async () => {
    const { digest } = addImage(source, team, { layers: [randomBytes(10), randomBytes(20), randomBytes(30)] });
    const [pulling, pushing] = [withTokens(source), withTokens(target)];
    await copy(digest, { fromLogin: robot, toLogin: robot });
    assert.deepEqual(pulling, [[`repository:${team}:pull`]]);
    assert.deepEqual(pushing, [[`repository:${prod}:pull,push`]]);
    arrived();
  });

  for (const [uses, pulls, pushes] of [
    [2, 3, 3],
    // The third one ends with the start of an upload: the layer is fetched twice.
    [3, 3, 2],
  ] as const) {
    it(`a token that ends after ${uses} requests is replaced`, async () => {
      const { digest } = addImage(source, team, { layers: [] });
      const [pulling, pushing] = [withTokens(source, () => uses), withTokens(target, () => uses)];
      await copy(digest, { fromLogin: robot, toLogin: robot });
      arrived();
      assert.deepEqual([pulling.length, pushing.length], [pulls, pushes]);
    });
  }

  it("a token that ends while three layers are asked for is replaced by one", async () => {
    const { digest } = addImage(source, team, { layers: [randomBytes(10), randomBytes(20), randomBytes(30)] });
    const asked = withTokens(target, (token) => (token === 0 ? 1 : Number.POSITIVE_INFINITY));
    await copy(digest, { toLogin: robot });
    assert.equal(asked.length, 2);
  });

  it("a token for a mount is one for both repositories", async () => {
    const { digest } = addImage(source, team);
    const asked = withTokens(source);
    await copy(digest, { fromLogin: robot, toLogin: robot }, `${source.host}/${prod}`);
    const mounting = asked.find((scopes) => scopes.length > 1);
    assert.deepEqual(mounting, [`repository:${prod}:pull,push`, `repository:${team}:pull`]);
    assert.equal(count(source, /GET .*\/blobs\//), 0);
  });

  it("a token that can't be sent is not shown", async () => {
    const { digest } = addImage(source, team);
    source.intercept = ({ url = "" }, response) => {
      if (url.startsWith("/token")) response.end(JSON.stringify({ token: `${tokenStart}\nand more` }));
      else response.writeHead(401, { "WWW-Authenticate": `Bearer realm="http://${source.host}/token"` }).end();
      return true;
    };
    assert.match(await failure(copy(digest)), /refuses to serve .*: 401 Unauthorized; check registryLogin/);
  });

  it("credentials do not go to where a registry sends for its layers or takes them", async () => {
    const elsewhere = await serveRegistry();
    const seen: unknown[] = [];
    const { digest } = addImage(source, team);
    for (const [key, one] of source.stored) elsewhere.stored.set(key, one);
    for (const registry of [source, target]) {
      withPassword(registry);
      const ask = registry.intercept;
      registry.intercept = (request, response) => {
        if (ask?.(request, response)) return true;
        const { method, url = "" } = request;
        const isMoved = method === "POST" || (method === "GET" && url.includes("/blobs/"));
        const place = method === "POST" ? `${url}1?signature=a%2Bb+c~` : url;
        if (isMoved)
          response.writeHead(method === "POST" ? 202 : 307, { Location: `http://${elsewhere.host}${place}` });
        if (isMoved) response.end();
        return isMoved;
      };
    }
    elsewhere.intercept = ({ headers }) => seen.push(headers.authorization) === 0;
    await copy(digest, { fromLogin: robot, toLogin: robot });
    elsewhere.close();
    assert.deepEqual(seen, [undefined, undefined, undefined, undefined]);
    assert.equal(count(elsewhere, /^PUT .*\/1\?signature=a%2Bb\+c~&digest=sha256%3A/), 2);
  });

  for (const status of [401, 403]) {
    it(`${status} to a push is reported immediately, without the registry's own words`, async () => {
      const { digest } = addImage(source, team, { layers: Array.from({ length: 8 }, () => randomBytes(10)) });
      answer(target, /POST/, status, status === 403 ? 1 : undefined);
      const message = await failure(copy(digest, { toLogin: robot }));
      const words = status === 401 ? "401 Unauthorized DENIED" : "403 Forbidden DENIED";
      const start = `registry ${target.host} refuses to store ${target.host}/${prod}@sha256:`;
      assert.ok(message.startsWith(start), message);
      assert.ok(message.endsWith(`: ${words}; check registryLogin or docker login`), message);
      assert.ok(count(target, /HEAD .*blobs/) <= 5, "it went on");
      assert.deepEqual(target.pushed, []);
    });
  }

  for (const [where, like, ofSource] of [
    ["a question", /HEAD .*manifests/, false],
    ["a layer that is fetched", /GET .*blobs/, true],
    ["a layer that is sent", /PUT .*uploads/, false],
    ["the manifest", /PUT .*manifests/, false],
  ] as const) {
    it(`503 twice is got over: ${where}`, async () => {
      const { digest } = addImage(source, team);
      answer(ofSource ? source : target, like, 503, 2);
      await copy(digest);
      arrived();
      assert.equal(lines.filter((line) => /503 Service Unavailable( DENIED)?; trying again in/.test(line)).length, 2);
    });
  }

  it("a connection that breaks in the middle of a layer", async () => {
    const layer = randomBytes(500_000);
    const { digest } = addImage(source, team, { layers: [layer] });
    let broken = false;
    source.intercept = ({ method, url }, response) => {
      if (broken || method !== "GET" || !url?.includes(digestOf(layer))) return false;
      broken = true;
      response.writeHead(200, { "Content-Length": layer.length });
      return response.write(layer.subarray(0, 300_000), () => response.destroy()) || true;
    };
    await copy(digest);
    arrived();
    assert.match(lines.join(), new RegExp(`registry ${source.host} does not answer: .*; trying again in 0.4 s`));
  });

  it("503 without end is reported after three more tries", async () => {
    const { digest } = addImage(source, team);
    answer(target, /HEAD/, 503);
    const message = await failure(copy(digest));
    const what = `check for ${target.host}/${prod}@${digest}`;
    assert.equal(message, `registry ${target.host} can't ${what}: 503 Service Unavailable`);
    assert.equal(count(target, /HEAD/), 4);
  });

  it("20 MiB are sent while they are fetched", async () => {
    const layer = randomBytes(20 * 1024 * 1024);
    const { digest } = addImage(source, team, { layers: [layer] });
    let isSent = false;
    target.intercept = (request) => {
      if (request.method !== "PUT" || Number(request.headers["content-length"]) !== layer.length) return false;
      const began = request.socket.bytesRead;
      const watch = setInterval(() => {
        isSent ||= request.socket.bytesRead - began > 1024 * 1024;
        if (isSent) clearInterval(watch);
      }, 5);
      return false;
    };
    source.intercept = ({ method, url }, response) => {
      if (method !== "GET" || !url?.includes(digestOf(layer))) return false;
      response.writeHead(200, { "Content-Length": layer.length });
      response.write(layer.subarray(0, 10 * 1024 * 1024));
      const half = setInterval(() => {
        if (!isSent) return;
        clearInterval(half);
        response.end(layer.subarray(10 * 1024 * 1024));
      }, 5);
      return true;
    };
    await copy(digest);
    assert.equal(digestOf(target.stored.get(`${prod}/${digestOf(layer)}`)?.content ?? Buffer.of()), digestOf(layer));
  });
});
