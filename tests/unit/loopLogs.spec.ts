// `knative-faas logs`: no line is lost or repeated where a log is read again, the order of several logs, and the Pods of a state.
import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { secondsOf } from "../../provider/src/commands/durationOption";
import { FollowedContainer } from "../../provider/src/commands/logs/followedContainer";
import { LogCursor } from "../../provider/src/commands/logs/logCursor";
import { containerOf, readsOf } from "../../provider/src/commands/logs/logReads";
import { ownersIn, selectionsOf, selectorOf } from "../../provider/src/commands/logs/logSelections";
import { mergedLines } from "../../provider/src/commands/logs/mergedLines";
import { jsonOf, type LogLine, moment, prefixOf, timed } from "../../provider/src/commands/logs/podLogLine";

const owner = { kind: "function" as const, name: "hello" };
const lineAt = (time: string, line: string, pod = "hello-1-deployment-abc-x1"): LogLine => ({
  ...{ time, line, pod, owner, revision: "hello-1", container: "user-container" },
});

describe("loop: a log that is read again", () => {
  it("begins a second earlier, and has each line once, also lines of equal time and text", () => {
    const cursor = new LogCursor();
    assert.equal(cursor.begin(), undefined);
    const lines: [string, string][] = [
      ["2026-01-01T00:00:04.5Z", "old"],
      ["2026-01-01T00:00:09.1Z", "a"],
      ["2026-01-01T00:00:10.1Z", "same"],
      ["2026-01-01T00:00:10.1Z", "same"],
      ["2026-01-01T00:00:09.9Z", "late"],
    ];
    for (const [time, text] of lines) assert.equal(cursor.isNew(time, text), true, text);
    assert.equal(cursor.begin(), "2026-01-01T00:00:09Z");
    for (const [time, text] of lines.slice(1)) assert.equal(cursor.isNew(time, text), false, text);
    assert.equal(cursor.isNew("2026-01-01T00:00:10.1Z", "same"), true);
    assert.equal(cursor.isNew("2026-01-01T00:00:10.2Z", "next"), true);
  });

  it("takes times of any zone", () => {
    const cursor = new LogCursor();
    cursor.isNew("2026-01-01T02:00:00.5+02:00", "a");
    assert.equal(cursor.begin(), "2025-12-31T23:59:59Z");
  });
});

describe("loop: a log whose responses break off", () => {
  const written = Array.from({ length: 400 }, (_, index) => {
    const time = new Date(Date.UTC(2026, 0, 1) + index * 20).toISOString();
    return { time, text: `${time} line ${index}\n` };
  });
  let server: Server;
  let responses = 0;

  before(() => {
    // Each response ends in the middle of a line, some without a word; sinceTime is in whole seconds as at a node.
    server = createServer(({ url = "" }, response) => {
      const since = Date.parse(new URL(url, "http://node").searchParams.get("sinceTime") ?? "1970-01-01T00:00:00Z");
      const rest = written.filter(({ time }) => Date.parse(time) >= since).map(({ text }) => text);
      const isWhole = rest.join("").length < 8_000;
      response.write(rest.join("").slice(0, isWhole ? undefined : 7_013), () => {
        if (isWhole) response.end();
        else if (responses++ % 2 === 0) response.destroy();
        else response.end();
      });
    });
    return new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });

  after(() => void server.close());

  it("has all lines, each once", async () => {
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const config = {
      getCurrentCluster: () => ({ name: "a", server: address, skipTLSVerify: false }),
      applyToHTTPSOptions: async () => undefined,
    };
    const status = { name: "c", containerID: "1", state: { running: {} } };
    const log = new FollowedContainer({ config, namespace: "n", pod: "p", container: "c" }, status, undefined);
    const end = new AbortController();
    const lines: string[] = [];
    await log.follow(async ({ line }) => {
      lines.push(line);
      if (line === "line 399") end.abort();
    }, end.signal);
    const whole = lines.filter((line) => /^line \d+$/.test(line));
    assert.deepEqual([...new Set(whole)].length, whole.length);
    assert.deepEqual(
      written.map((_, index) => `line ${index}`).filter((line) => !whole.includes(line)),
      [],
    );
    assert.ok(responses >= 2, `${responses} responses were cut`);
  });
});

describe("loop: the runs of a container", () => {
  const ended = { terminated: { containerID: "1" } };
  const cases: [string, Parameters<typeof readsOf>[0], string[]][] = [
    ["no status yet", undefined, []],
    ["one that is created", { name: "c", containerID: "" }, []],
    ["one that runs", { name: "c", containerID: "1", state: { running: {} } }, ["1 running"]],
    [
      "one that was restarted",
      { name: "c", containerID: "2", state: { running: {} }, lastState: ended },
      ["1 previous", "2 running"],
    ],
    ["one that waits for its restart", { name: "c", containerID: "1", state: {}, lastState: ended }, ["1 previous"]],
    ["one that has ended", { name: "c", containerID: "1", state: ended }, ["1"]],
  ];
  for (const [what, status, expected] of cases)
    it(`${what}: ${expected.join(", ") || "nothing to read"}`, () => {
      const found = readsOf(status).map(({ id, isPrevious, isRunning }) =>
        [id, ...(isPrevious ? ["previous"] : []), ...(isRunning ? ["running"] : [])].join(" "),
      );
      assert.deepEqual(found, expected);
    });

  it("the program's own container is the default", () => {
    const named = (...names: string[]) => ({ spec: { containers: names.map((name) => ({ name })) } });
    assert.equal(containerOf(named("queue-proxy", "side", "user-container"), undefined), "user-container");
    assert.equal(containerOf(named("queue-proxy", "rollout"), undefined), "rollout");
    assert.equal(containerOf(named("user-container", "queue-proxy"), "queue-proxy"), "queue-proxy");
    assert.equal(containerOf(named("user-container"), "side"), undefined);
  });
});

describe("loop: lines of a log", () => {
  it("are split from their time; a message of the node has none", () => {
    assert.deepEqual(timed("2026-01-01T00:00:00.1Z a b"), { time: "2026-01-01T00:00:00.1Z", line: "a b" });
    assert.deepEqual(timed("2026-01-01T00:00:00+01:00 "), { time: "2026-01-01T00:00:00+01:00", line: "" });
    assert.equal(timed("unable to retrieve container logs for containerd://1"), undefined);
  });

  it("sort by their moment, whatever the zone and the digits", () => {
    const times = ["2026-01-01T01:00:00.5+01:00", "2026-01-01T00:00:00.49Z", "2026-01-01T00:00:00Z"];
    assert.deepEqual(
      [...times].sort((a, b) => moment(a).localeCompare(moment(b))),
      [...times].reverse(),
    );
  });

  it("begin with the function and the end of the Pod's name, and have all of it as JSON", () => {
    const line = lineAt("2026-01-01T00:00:00Z", "hi");
    assert.equal(prefixOf(line), "hello x1");
    assert.deepEqual(jsonOf(line), {
      ...{
        time: line.time,
        function: "hello",
        revision: "hello-1",
        pod: line.pod,
        container: "user-container",
        line: "hi",
      },
    });
  });

  it("of several Pods are merged by time, each log in its own order", async () => {
    async function* logOf(...seconds: number[]) {
      for (const second of seconds) yield lineAt(`2026-01-01T00:00:0${second}Z`, String(second));
    }
    const merged: string[] = [];
    for await (const { line } of mergedLines([logOf(1, 4, 3, 6), logOf(), logOf(2, 5)])) merged.push(line);
    assert.deepEqual(merged, ["1", "2", "4", "3", "5", "6"]);
  });
});

describe("loop: the Pods of a state", () => {
  const urnOf = (type: string, name: string) => `urn:pulumi:dev::shop::${type}::${name}`;
  const hello = urnOf("knative-faas:index:Function", "hello");
  const tick = urnOf("knative-faas:index:EventSource", "tick");
  const object = (type: string, name: string, parent: string) => ({
    ...{ urn: urnOf(type, name), type, parent, outputs: { metadata: { name, namespace: "shop" } } },
  });
  const resources = [
    { urn: hello, type: "knative-faas:index:Function" },
    { urn: tick, type: "knative-faas:index:EventSource" },
    object("kubernetes:serving.knative.dev/v1:Service", "hello-v1", hello),
    object("kubernetes:sources.knative.dev/v1:ApiServerSource", "hello-pods", hello),
    object("kubernetes:apps/v1:Deployment", "hello-nightly-replies", hello),
    object("kubernetes:apps/v1:StatefulSet", "tick-mqtt", tick),
    object("kubernetes:apps/v1:StatefulSet", "others", urnOf("pulumi:pulumi:Stack", "dev")),
  ];
  const selectors = (names: string[]) =>
    selectionsOf(
      resources,
      ownersIn(resources).filter(({ name }) => names.includes(name)),
    ).map(selectorOf);

  it("are those of functions, of their triggers and gates, and of sources", () => {
    assert.deepEqual(selectors(["hello", "tick"]), [
      "serving.knative.dev/service in (hello-v1)",
      "eventing.knative.dev/sourceName in (hello-pods)",
      "knative-faas.dev/replies in (hello-nightly-replies)",
      "knative-faas.dev/source in (tick-mqtt)",
      "batch.kubernetes.io/job-name",
    ]);
    assert.deepEqual(selectors(["tick"]), ["knative-faas.dev/source in (tick-mqtt)"]);
  });
});

describe("loop: durations", () => {
  const durations: [string, number][] = [
    ["90s", 90],
    ["10m", 600],
    ["1h30m", 5400],
    ["1.5d", 129_600],
  ];
  for (const [text, seconds] of durations) it(text, () => assert.equal(secondsOf("since", text), seconds));

  for (const text of ["10", "m", "1 h", "-5s"])
    it(`refuses ${JSON.stringify(text)}`, () =>
      assert.throws(() => secondsOf("since", text), { message: /^--since: expected a duration such as .*, got / }));
});
