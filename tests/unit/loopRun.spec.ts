// `knative-faas run` without a process: log lines, environments, what a change means for a build.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LiveRevision } from "../../provider/src/commands/local/liveRevision";
import { matters, outlineOf } from "../../provider/src/commands/local/outline";
import { processEnvironment } from "../../provider/src/commands/local/processEnvironment";
import { revisionFiles } from "../../provider/src/commands/local/revisionFiles";
import { revisionVariables } from "../../provider/src/commands/local/revisionVariables";
import { stackSource } from "../../provider/src/commands/local/stackSource";
import { expanded } from "../../provider/src/commands/local/variableExpansion";
import { portOf } from "../../provider/src/commands/run/clientPort";
import { givenEnvironment } from "../../provider/src/commands/run/givenEnvironment";
import { readable } from "../../provider/src/commands/run/logLine";
import { sourceRecord } from "../../provider/src/function/image/sourceRecord";

describe("loop: log lines for people", () => {
  const time = new Date(2026, 0, 2, 3, 4, 5, 67).toISOString();
  const cases: [string, string, string][] = [
    ["of slog", `{"time":"${time}","level":"INFO","msg":"paid","order":7}`, "03:04:05.067 INFO  paid order=7"],
    ["of logrus", `{"level":"warning","message":"slow","by":"two words"}`, 'WARNING slow by="two words"'],
    ["with objects", '{"level":"ERROR","msg":"no","a":{"b":1},"c":null}', 'ERROR no a={"b":1} c=null'],
    ["with a stack", '{"level":"ERROR","msg":"no","stack":"one\\ntwo\\n"}', "ERROR no stack=\n    one\n    two"],
    ["that are text", "listening on 8080", "listening on 8080"],
    ["that look like JSON", '{"level":', '{"level":'],
    ["without a message", '{"order":7}', '{"order":7}'],
  ];
  for (const [what, line, text] of cases) it(what, () => assert.equal(readable(line), text));
});

describe("loop: the environment of options", () => {
  it("a file of lines, a later one, and --env, which takes precedence", () => {
    const directory = mkdtempSync(join(tmpdir(), "loop-run-"));
    const [first, second] = [join(directory, "first"), join(directory, "second")];
    writeFileSync(first, "# a comment\nA=1\nexport B=\"two words\"\nC='$x'\n");
    writeFileSync(second, "A=2\n");
    const found = givenEnvironment([first, second], ["D=a=b", "E="]);
    assert.deepEqual(found, { A: "2", B: "two words", C: "$x", D: "a=b", E: "" });
    assert.throws(() => givenEnvironment([directory], []), /--env-file .* can't be read: EISDIR/);
    writeFileSync(first, "A=1\nNOT A NAME=2\n");
    assert.throws(() => givenEnvironment([first], []), /expected NAME=VALUE in each line, got "NOT A NAME" as a name/);
    rmSync(directory, { recursive: true });
  });

  it("reports what is no pair, and no port", () => {
    assert.throws(() => givenEnvironment([], ["9A=secret"]), { message: 'expected --env NAME=VALUE, got "9A=…"' });
    assert.equal(portOf("0"), 0);
    for (const wrong of ["-1", "80x", "65536"]) assert.throws(() => portOf(wrong), /expected a port from 1 to 65535/);
  });

  it("PORT is this command's, everything else may be set, and this machine adds only a little", () => {
    const machine = { PATH: "/bin", HOME: "/root", AWS_SECRET: "x", HTTPS_PROXY: "http://proxy" };
    const environment = { PORT: "1", K_REVISION: "mine", A: "b" };
    assert.deepEqual(processEnvironment({ name: "shop", environment, port: 5, data: "/data", machine }), {
      ...{ PATH: "/bin", HOME: "/root", HTTPS_PROXY: "http://proxy" },
      ...{ K_SERVICE: "shop", K_CONFIGURATION: "shop", K_REVISION: "mine" },
      ...{ KO_DATA_PATH: "/data", A: "b", PORT: "5" },
    });
  });
});

describe("loop: the environment of a live revision", () => {
  const contents: Record<string, Record<string, string>> = {
    "secrets/keys": { password: "s3cret", "tls/key": "k" },
    "configmaps/settings": { mode: "fast", "1 bad": "x" },
  };
  const live = (container: object, volumes: object[] = []): LiveRevision => ({
    revision: {
      metadata: { name: "shop-1", namespace: "shops", labels: { app: "shop" } },
      spec: { volumes },
    },
    container,
    content: async (kind, name) => {
      const found = contents[`${kind}/${name}`];
      return found && Object.fromEntries(Object.entries(found).map(([key, text]) => [key, Buffer.from(text)]));
    },
  });

  it("replaces names as Kubernetes does", () => {
    const variables = { A: "1", B: "$(A)" };
    for (const [text, result] of [
      ["$(A)-$(B)", "1-$(A)"],
      ["$$(A) $$ $(C) $A ${A}", "$(A) $ $(C) $A ${A}"],
      ["$(A", "$(A"],
    ] as const)
      assert.equal(expanded(text, variables), result);
  });

  it("values, references, whole objects, and fields of the Pod", async () => {
    const env = [
      { name: "URL", value: "db://$(K_password)@$(LATER)" },
      { name: "LATER", value: "x" },
      { name: "PASSWORD", valueFrom: { secretKeyRef: { name: "keys", key: "password" } } },
      { name: "MODE", valueFrom: { configMapKeyRef: { name: "settings", key: "mode" } } },
      { name: "GONE", valueFrom: { secretKeyRef: { name: "gone", key: "x", optional: true } } },
      { name: "APP", valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } },
      { name: "POD", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
      { name: "UID", valueFrom: { fieldRef: { fieldPath: "metadata.uid" } } },
      { name: "CPU", valueFrom: { resourceFieldRef: { resource: "limits.cpu" } } },
    ];
    const envFrom = [{ prefix: "K_", secretRef: { name: "keys" } }, { configMapRef: { name: "settings" } }];
    const { values, notes } = await revisionVariables(live({ env, envFrom }));
    assert.deepEqual(values, {
      ...{ K_password: "s3cret", mode: "fast", URL: "db://s3cret@$(LATER)", LATER: "x" },
      ...{ PASSWORD: "s3cret", MODE: "fast", APP: "shop", POD: "shop-1-local" },
    });
    assert.deepEqual(notes, [
      "env UID is not set: metadata.uid of a Pod has no meaning on this machine",
      "env CPU is not set: limits.cpu of a Pod has no meaning on this machine",
    ]);
  });

  it("names what is missing", async () => {
    const wants = (valueFrom: object) => revisionVariables(live({ env: [{ name: "A", valueFrom }] }));
    await assert.rejects(wants({ secretKeyRef: { name: "gone", key: "x" } }), {
      message: "env A: there is no Secret gone in the cluster",
    });
    await assert.rejects(wants({ configMapKeyRef: { name: "settings", key: "x" } }), {
      message: 'env A: settings in the cluster has no key "x"',
    });
  });

  it("files of volumes, with their items, and what this machine does not have", async () => {
    const volumes = [
      { name: "keys", secret: { secretName: "keys", items: [{ key: "password", path: "in/word" }] } },
      { name: "all", projected: { sources: [{ configMap: { name: "settings" } }, { serviceAccountToken: {} }] } },
      { name: "disk", persistentVolumeClaim: { claimName: "disk" } },
    ];
    const volumeMounts = [
      { name: "keys", mountPath: "/keys" },
      { name: "all", mountPath: "/etc/all", subPath: "mode" },
      { name: "disk", mountPath: "/disk" },
    ];
    const { mounts, notes } = await revisionFiles(live({ volumeMounts }, volumes));
    const texts = mounts.map(({ files }) => Object.entries(files).map(([path, content]) => [path, content.toString()]));
    assert.deepEqual(texts, [
      [["in/word", "s3cret"]],
      [
        ["mode", "fast"],
        ["1 bad", "x"],
      ],
    ]);
    assert.deepEqual(
      mounts.map(({ mountPath, subPath }) => [mountPath, subPath]),
      [
        ["/keys", undefined],
        ["/etc/all", "mode"],
      ],
    );
    assert.deepEqual(notes, ["the volume disk (/disk) is not on this machine"]);
  });
});

describe("loop: the source of a function in the state", () => {
  it("is the same on every machine, and read relative to the project", () => {
    const given = { directory: "/home/me/shop/hello", ldflags: ["-X main.version={{.Git.Tag}}"] };
    const { source } = sourceRecord({ source: given }, "/home/me/shop");
    assert.deepEqual(source, { directory: "hello", package: ".", goFlags: [], ldflags: given.ldflags, env: {} });
    assert.deepEqual(sourceRecord({ source: { directory: "./hello" } }, "/elsewhere").source?.directory, "./hello");
    assert.equal(stackSource("hello", { outputs: { source } }, "/home/you/shop").directory, "/home/you/shop/hello");
  });

  it("is not that of an image", () => {
    assert.deepEqual(sourceRecord({ source: undefined }), {});
    assert.throws(
      () => stackSource("hello", { outputs: {} }, "."),
      /function hello has no Go source in the stack's state/,
    );
  });
});

describe("loop: what a change of a file means", () => {
  const target = { package: ".", directories: ["/m/a"], modules: ["/m"], embedding: ["/m/a/static"] };
  const paths: [string, boolean][] = [
    ["/m/a/main.go", true],
    ["/m/a/asm_amd64.s", true],
    ["/m/go.mod", true],
    ["/m/go.work.sum", true],
    ["/m/a/static/page.html", true],
    ["/m/a/static/page_test.go", true],
    ["/m/a/main_test.go", false],
    ["/m/a/README.md", false],
    ["/m/a/.main.go.swp", false],
    ["/m/a/#main.go#", false],
    ["/m/a/static/page.html~", false],
    ["/m/b/main.go", false],
  ];
  for (const [path, does] of paths)
    it(`${path} ${does ? "matters" : "does not matter"}`, () => assert.equal(matters(path, target), does));

  it("packages are listed again only for imports, directives, constraints and handlers", () => {
    const directory = mkdtempSync(join(tmpdir(), "outline-"));
    const file = join(directory, "a.go");
    const of = (text: string) => {
      writeFileSync(file, text);
      return outlineOf(file).outline;
    };
    const text =
      'package a\n\nimport "errors"\n\nfunc Handle() { a() }\n\nfunc a() error {\n\treturn errors.New("x")\n}\n';
    const same = of(text);
    assert.equal(of(text.replace('"x"', '"y"').replace("{ a() }", "{ b() }")), same);
    for (const [before, after] of [
      ['"errors"', '"fmt"'],
      ["Handle()", "Handle(x int)"],
      ["package a", "//go:build x\n\npackage a"],
      ["func a", "//go:embed x\nvar y string\nfunc a"],
    ] as const)
      assert.notEqual(of(text.replace(before, after)), same, after);
    rmSync(directory, { recursive: true });
  });
});
