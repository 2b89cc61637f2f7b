// `knative-faas invoke`: events as requests, what is known of an answer, and deliveries in a gateway's access log.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deliveriesIn } from "../../provider/src/commands/invoke/accessLog";
import { answering, type Moment, momentOf } from "../../provider/src/commands/invoke/answering";
import { bodyText, summary } from "../../provider/src/commands/invoke/answerText";
import { receiversOf, seenLine, seenOf } from "../../provider/src/commands/invoke/brokerTriggers";
import { binary, eventIn, eventOf, structured } from "../../provider/src/commands/invoke/cloudEvent";
import { outgoing, type RequestOptions } from "../../provider/src/commands/invoke/requestOptions";

const given = (options: Partial<RequestOptions>): RequestOptions => ({
  ...{ data: undefined, header: [], method: undefined, event: undefined, "event-file": undefined, source: undefined },
  ...{ id: undefined, subject: undefined, extension: [], "content-type": undefined, structured: false },
  ...options,
});

describe("loop: a request from options", () => {
  const cases: [string, Partial<RequestOptions>, object][] = [
    ["nothing is a GET", {}, { method: "GET", headers: {}, body: undefined }],
    [
      "JSON is posted as JSON",
      { data: "[1]" },
      { method: "POST", headers: { "content-type": "application/json" }, body: "[1]" },
    ],
    [
      "other bodies are text, and headers of the user come last",
      { data: "hi", header: ["X-A=b=c", "Content-Type=text/x"], method: "PUT" },
      { method: "PUT", headers: { "content-type": "text/x", "x-a": "b=c" }, body: "hi" },
    ],
  ];
  for (const [what, options, expected] of cases)
    it(what, () => assert.deepEqual(outgoing(given(options)), [{ ...expected, event: undefined }]));

  it("an event has its attributes as headers", () => {
    const [sent] = outgoing(
      given({ event: "order.placed", id: "1", subject: "a b", extension: ["amount=5"], data: '{"a":1}' }),
    );
    assert.equal(sent?.method, "POST");
    assert.deepEqual(sent?.headers, {
      ...{ "ce-specversion": "1.0", "ce-type": "order.placed", "ce-source": "/knative-faas/invoke", "ce-id": "1" },
      ...{ "ce-subject": "a%20b", "ce-amount": "5", "content-type": "application/json" },
    });
    assert.equal(sent?.body, '{"a":1}');
  });

  it("a structured event is one JSON object", () => {
    const [sent] = outgoing(given({ event: "t", id: "1", source: "/me", structured: true, data: '{"a":1}' }));
    assert.deepEqual(sent?.headers, { "content-type": "application/cloudevents+json" });
    const attributes = { specversion: "1.0", type: "t", source: "/me", id: "1", datacontenttype: "application/json" };
    assert.deepEqual(JSON.parse(String(sent?.body)), { ...attributes, data: { a: 1 } });
  });

  it("bytes that are not text are sent unchanged, and in base64 in a structured event", () => {
    const directory = mkdtempSync(join(tmpdir(), "knative-faas-event-"));
    const file = join(directory, "image");
    const bytes = Buffer.from([0xff, 0x00, 0xd8, 0x80]);
    writeFileSync(file, bytes);
    const [plain] = outgoing(given({ data: `@${file}` }));
    assert.deepEqual([plain?.headers, plain?.body], [{ "content-type": "application/octet-stream" }, bytes]);
    const [event] = outgoing(given({ event: "t", id: "1", data: `@${file}` }));
    assert.deepEqual(event?.body, bytes);
    const [whole] = outgoing(given({ event: "t", id: "1", structured: true, data: `@${file}` }));
    assert.equal(JSON.parse(String(whole?.body)).data_base64, bytes.toString("base64"));
    rmSync(directory, { recursive: true });
  });

  it("a file has one event, or several that are sent one after another", () => {
    const directory = mkdtempSync(join(tmpdir(), "knative-faas-event-"));
    const file = join(directory, "events.json");
    const event = { type: "t", source: "/s", id: "1", data: "text", datacontenttype: "text/plain" };
    writeFileSync(file, JSON.stringify([event, { ...event, id: "2" }]));
    const sent = outgoing(given({ "event-file": file }));
    assert.deepEqual(
      sent.map(({ headers, body }) => [headers["ce-id"], body]),
      [
        ["1", "text"],
        ["2", "text"],
      ],
    );
    writeFileSync(file, JSON.stringify({ id: "1" }));
    assert.throws(() => outgoing(given({ "event-file": file })), /event 1 has no type and no source$/);
    rmSync(directory, { recursive: true });
  });

  const mistakes: [Partial<RequestOptions>, RegExp][] = [
    [{ method: "B AD" }, /^--method: expected a method such as GET or POST, got "B AD"$/],
    [{ header: ["a b=c"] }, /^--header: expected letters, digits and "-" in the name, got "a b"$/],
    [{ header: ["a=b\nc: d"] }, /^--header: expected a value of one line in Latin-1, got "b\\nc: d"$/],
    [{ header: ["a"] }, /^--header: expected NAME=VALUE, got "a"$/],
    [{ event: "t", extension: ["Bad-Name=1"] }, /^--extension: expected a name .* got "Bad-Name"$/],
    [{ event: "t", "event-file": "f" }, /exclude each other/],
    [{ data: "@/no/such/file" }, /^\/no\/such\/file can't be read: /],
  ];
  for (const [options, message] of mistakes)
    it(`refuses ${JSON.stringify(options)}`, () =>
      assert.throws(
        () => outgoing(given(options)),
        ({ message: text }: Error) => message.test(text),
      ));
});

describe("loop: events over HTTP", () => {
  const event = {
    attributes: { specversion: "1.0", id: "1", type: "é", source: "/s", datacontenttype: "application/json" },
    data: "[1]",
  };

  it("are the same after a round trip in either mode", () => {
    assert.equal(binary(event).headers["ce-type"], "%C3%A9");
    assert.deepEqual(eventIn(binary(event)), event);
    assert.deepEqual(eventIn(structured(event)), event);
  });

  it("may have data in base64, or none", () => {
    const attributes = { id: "1", type: "t", source: "/s" };
    assert.deepEqual(eventOf({ ...attributes, data_base64: "aGk=" }), { attributes, data: "hi" });
    assert.deepEqual(eventOf(attributes), { attributes, data: undefined });
    assert.equal(eventIn({ headers: { "content-type": "text/plain" }, body: "hi" }), undefined);
  });
});

describe("loop: which revision answered", () => {
  const moment = (shares: Record<string, number>, ready: Record<string, number> = {}, living = ready): Moment => ({
    shares,
    ready,
    living,
    isInSession: false,
  });
  const all = { a: 100 };
  const split = { a: 50, b: 50 };
  const cases: [string, Moment, Moment, string | undefined, [string, unknown], number?][] = [
    [
      "while a session has its requests",
      moment(all, { a: 1 }),
      { ...moment(all, { a: 1 }), isInSession: true },
      undefined,
      ["unknown", "unknown"],
    ],
    ["the one with all traffic, from zero", moment(all), moment(all, { a: 1 }), undefined, ["a", true]],
    [
      "a Pod that is not ready may answer",
      moment(all, {}, { a: 1 }),
      moment(all, { a: 1 }),
      undefined,
      ["a", "unknown"],
    ],
    ["unknown if no Pod came up in time", moment(all), moment(all), undefined, ["unknown", "unknown"], 504],
    ["the one with all traffic, with a Pod", moment(all, { a: 1 }), moment(all), undefined, ["a", false]],
    ["unknown if traffic moved meanwhile", moment(all), moment({ b: 100 }, { b: 1 }), undefined, ["unknown", true]],
    [
      "unknown if two share it, and only one has Pods",
      moment(split, { a: 1 }),
      moment(split),
      undefined,
      ["unknown", "unknown"],
    ],
    ["two share it, both with Pods", moment(split, { a: 1, b: 2 }), moment(split), undefined, ["unknown", false]],
    ["the one that was asked", moment(split, { a: 1 }), moment(split, { b: 1 }), "b", ["b", true]],
    ["no traffic at all", moment({}), moment({}), undefined, ["unknown", "unknown"]],
  ];
  for (const [what, before, after, asked, expected, status = 200] of cases)
    it(what, () => {
      const { revision, isColdStart } = answering(before, after, asked, status);
      assert.deepEqual([revision, isColdStart], expected);
    });

  it("is read from the traffic of the Service and its ready Pods", () => {
    const pod = (revision: string) => ({ metadata: { labels: { "serving.knative.dev/revision": revision } } });
    const traffic = [
      { revisionName: "a", percent: 60 },
      { revisionName: "a", percent: 40 },
      { revisionName: "b", tag: "t" },
    ];
    const found = momentOf(
      { status: { traffic } },
      [pod("a"), pod("a"), pod("b")],
      (one) => one.metadata.labels["serving.knative.dev/revision"] === "a",
    );
    assert.deepEqual(found, { shares: { a: 100 }, ready: { a: 2 }, living: { a: 2, b: 1 } });
  });

  it("is part of the line about an answer", () => {
    const answer = { status: 200, headers: {}, body: "", milliseconds: 31 };
    const known = { revision: "hello-1", isColdStart: true };
    assert.equal(
      summary({ to: "hello", way: "direct", answer, answering: known }),
      "200, 31 ms, revision hello-1, cold start, direct",
    );
    assert.equal(summary({ to: "http://x", way: "direct", answer, answering: undefined }), "200, 31 ms");
  });

  it("JSON is indented in a terminal only, and an event is shown with its attributes", () => {
    const answer = { status: 200, headers: { "content-type": "application/json" }, body: '{"a":1}', milliseconds: 1 };
    assert.equal(bodyText(answer, true), '{\n  "a": 1\n}');
    assert.equal(bodyText(answer, false), '{"a":1}');
    const event = { ...answer, headers: { ...answer.headers, "ce-specversion": "1.0", "ce-type": "t" } };
    assert.equal(bodyText(event, false), 'specversion: 1.0\ntype: t\ndatacontenttype: application/json\n\n{"a":1}');
  });
});

describe("loop: deliveries of a broker", () => {
  const id = "11111111-2222-4333-8444-555555555555";
  const line = (time: string, status: number, host: string, request = id) =>
    `[${time}] "POST / HTTP/1.1" ${status} - 7 10 90 86 "-" "Go-http-client/1.1" "${request}" "${host}" "10.244.0.9:8012"`;
  const inside = "hello.shop.svc.cluster.local";
  const log = [
    line("2026-01-01T00:00:02.0Z", 200, inside),
    line("2026-01-01T00:00:01.0Z", 500, inside),
    line("2026-01-01T00:00:01.5Z", 200, "other.shop.svc", "another"),
    line("2026-01-01T00:00:03.0Z", 202, "audit.shop.svc.cluster.local"),
    `[2026-01-01T00:00:04Z] "GET / HTTP/1.1" 503 UF 0 91 5 - "-" "-" "${id}" "gone" "-"`,
  ].join("\n");
  const functions = ["hello", "audit"].map((name) => ({
    ...{ name, urn: name, service: name, namespace: "shop", url: "", connection: {} },
  }));
  const trigger = (name: string, spec: object, ready = "True") => ({
    metadata: { name },
    spec: { broker: "orders", subscriber: {}, ...spec },
    status: { subscriberUri: `http://${inside}`, conditions: [{ type: "Ready", status: ready }] },
  });
  const event = { attributes: { type: "order.placed", source: "/s" }, data: undefined };

  it("are the lines with the request id, in their order", () =>
    assert.deepEqual(
      deliveriesIn(log, id).map(({ host, status, milliseconds }) => [host, status, milliseconds]),
      [
        [inside, 500, 90],
        [inside, 200, 90],
        ["audit.shop.svc.cluster.local", 202, 90],
        ["gone", 503, 5],
      ],
    ));

  it("go to triggers of the broker whose filters match, in both forms", () => {
    const triggers = [
      trigger("all", {}),
      trigger("placed", { filters: [{ exact: { type: "order.placed" } }] }),
      trigger("any", { filter: { attributes: { source: "" } } }, "False"),
      trigger("no", { filter: { attributes: { type: "other" } } }),
      trigger("elsewhere", { broker: "others" }),
    ];
    assert.deepEqual(
      receiversOf(triggers, "orders", event, functions).map(({ trigger: name, to, isReady }) => [name, to, isReady]),
      [
        ["all", "hello", true],
        ["placed", "hello", true],
        ["any", "hello", false],
      ],
    );
  });

  it("are told by receiver, and what replies led to apart", () => {
    const receivers = receiversOf([trigger("all", {})], "orders", event, functions);
    const { seen, further } = seenOf(receivers, deliveriesIn(log, id), functions);
    const [one] = seen;
    assert.ok(one);
    assert.match(
      seenLine(one, true),
      /^hello \(trigger all\): 500 after 90 ms, then 200 after 90 ms; the broker repeats/,
    );
    assert.deepEqual(
      further.map(({ to, status }) => [to, status]),
      [
        ["audit", 202],
        ["gone", 503],
      ],
    );
    assert.match(seenLine({ ...one, deliveries: [] }, true), /no delivery was observed/);
    assert.match(seenLine({ ...one, deliveries: [] }, false), /can't be observed/);
  });
});
