// The environment's decisions: which tools are provided, how progress is parsed, what the command line accepts.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contextNames, namedCluster, parseCommand } from "../environment/arguments";
import { repository } from "../environment/home";
import { linkedLibraries } from "../environment/images/envoy";
import { releasedNames } from "../environment/images/knative";
import { EnvironmentProblem, phaseTable } from "../environment/progress";
import { shellText } from "../environment/shell";
import type { StackTarget } from "../environment/stack";
import { buildsOf, linkerFlags } from "../environment/tools/build";
import { lack, neededFor } from "../environment/tools/disk";
import { compiledPackage, countCompiled, explain, modulesHome } from "../environment/tools/go";
import { layers, programName, versionKey } from "../environment/tools/layers";
import { compareVersions, layersToBring, lookOnPath } from "../environment/tools/path";
import { toolPaths } from "../environment/tools/tools";

/** The versions of a go.mod, by module. */
function pins(module: string): Map<string, string> {
  const text = readFileSync(join(modulesHome, module, "go.mod"), "utf8");
  return new Map([...text.matchAll(/^\t(\S+) (v\S+)/gm)].map(([, path = "", version = ""]) => [path, version]));
}

describe("environment: tools", () => {
  describe("versions", () => {
    for (const [first, second, expected] of [
      ["v3.187.0", "3.187.0", 0],
      ["3.259.1\n", "3.187.0", 1],
      ["v3.99.0", "3.187.0", -1],
      ["0.19", "0.19.1", -1],
      ["unknown", "0.19.1", -1],
    ] as const) {
      it(`${JSON.stringify(first)} against ${second}`, () => {
        assert.equal(Math.sign(compareVersions(first, second)), expected);
      });
    }
  });

  describe("layers to build", () => {
    const names = (found: Parameters<typeof layersToBring>[0], cluster: boolean) => {
      const wanted = layersToBring(found, { cluster });
      return [...wanted.cluster, ...wanted.engine].map((layer) => layer.name);
    };
    const [pulumi, ko] = ["/opt/pulumi/pulumi", "/opt/ko"];
    const engine = ["pulumi-kubernetes", "pulumi", "pulumi-yaml", "pulumi-languages", "pulumi-java"];
    const cases: [string, string[], string[]][] = [
      ["nothing on PATH, local cluster", names({}, true), ["etcd", "ko", "coredns", "kube", ...engine]],
      ["nothing on PATH, named cluster", names({}, false), ["ko", ...engine]],
      ["all on PATH, named cluster", names({ pulumi, ko }, false), []],
      ["all on PATH, local cluster", names({ pulumi, ko }, true), ["etcd", "ko", "coredns", "kube"]],
      ["only ko on PATH, named cluster", names({ ko }, false), engine],
    ];
    for (const [title, actual, expected] of cases) it(title, () => assert.deepEqual(actual, expected));

    it("a version key changes with the way a layer is built", () => {
      const key = versionKey(layers.etcd);
      assert.match(key, /^[0-9a-f]{12}$/);
      assert.notEqual(versionKey({ ...layers.etcd, stamps: { version: "1" } }), key);
    });

    it("layers of one module are one build, with the stamps of all", () => {
      const { etcd, ko, kubernetesPlugin, pulumi } = layers;
      const builds = buildsOf([etcd, ko, pulumi]);
      assert.deepEqual(
        builds.map(({ name, title }) => [name, title]),
        [
          ["etcd-ko", `${etcd.title}, ${ko.title}`],
          ["pulumi", pulumi.title],
        ],
      );
      assert.deepEqual(buildsOf([]), []);
      assert.match(linkerFlags([kubernetesPlugin, pulumi]), /^-s -w -X=\S+=4\.26\.0 -X=\S+=v3\.276\.0$/);
    });

    for (const module of ["pulumi-java", "pulumi-languages", "pulumi-oldest", "pulumi-yaml"]) {
      it(`${module} has what most programs are made of in the version of the others, so that it is compiled once`, () => {
        const [tools, own] = [pins("tools"), pins(module)];
        const shared = [...own].filter(
          ([path]) => /^(golang\.org\/x|google\.golang\.org|go\.opentelemetry\.io)\//.test(path) && tools.has(path),
        );
        assert.notEqual(shared.length, 0);
        for (const [path, version] of shared) assert.equal(version, tools.get(path), path);
      });
    }

    for (const [path, expected] of [
      ["./etcd", "etcd"],
      ["github.com/google/ko", "ko"],
      ["github.com/pulumi/pulumi/sdk/go/pulumi-language-go/v3", "pulumi-language-go"],
    ] as const) {
      it(`the program of ${path} is ${expected}`, () => assert.equal(programName(path), expected));
    }
  });

  describe("what PATH offers", () => {
    let directory = "";
    const program = (name: string, text: string) =>
      writeFileSync(join(directory, name), `#!/bin/sh\necho ${text}\n`, { mode: 0o755 });
    beforeEach(() => {
      directory = mkdtempSync(join(tmpdir(), "path-"));
    });
    afterEach(() => rmSync(directory, { recursive: true }));

    it("takes a pulumi with its language hosts next to it, and a ko", async () => {
      program("pulumi", "v3.230.0");
      program("ko", "0.19.1");
      for (const language of ["nodejs", "yaml", "python", "go"]) program(`pulumi-language-${language}`, "");
      const found = await lookOnPath(`/nowhere:${directory}`);
      assert.deepEqual(found, { pulumi: join(directory, "pulumi"), ko: join(directory, "ko") });
      assert.equal(toolPaths(found).path, `${directory}:${directory}`);
    });

    it("leaves a pulumi without its language hosts, and an old ko", async () => {
      program("pulumi", "v3.230.0");
      program("ko", "0.15.0");
      assert.deepEqual(await lookOnPath(directory), { pulumi: undefined, ko: undefined });
    });

    it("leaves a pulumi that is older than the plugin takes", async () => {
      program("pulumi", "v3.222.0");
      for (const language of ["nodejs", "yaml", "python", "go"]) program(`pulumi-language-${language}`, "");
      assert.deepEqual(await lookOnPath(directory), { pulumi: undefined, ko: undefined });
    });
  });

  describe("progress and failures of go", () => {
    it("a package is counted, a message is not", () => {
      assert.equal(compiledPackage("k8s.io/api/core/v1"), "k8s.io/api/core/v1");
      assert.equal(compiledPackage("internal/goarch"), "internal/goarch");
      assert.equal(compiledPackage("go: downloading golang.org/x/net v0.40.0"), undefined);
      assert.equal(compiledPackage("# example.com/broken"), undefined);
      assert.equal(compiledPackage("main.go:3:2: undefined: x"), undefined);
    });

    it("the table of phases that overlap ends with the time on the clock", () => {
      const overlapping = [
        { title: "images", from: 10, seconds: 5 },
        { title: "Go modules", from: 0, seconds: 10 },
        { title: "Pulumi", from: 10, seconds: 20.04 },
      ];
      assert.deepEqual(phaseTable(overlapping), [
        "      at 0 s    10.0 s  Go modules",
        "     at 10 s     5.0 s  images",
        "     at 10 s    20.0 s  Pulumi",
        "                30.0 s  in all",
      ]);
    });

    it("says how many of how many", () => {
      const said: string[] = [];
      const onLine = countCompiled(310, (detail) => said.push(detail));
      for (const line of ["errors", "go: downloading x v1", "io/fs"]) onLine(line);
      assert.deepEqual(said, [
        "package 0 of at most 310",
        "package 1 of at most 310, errors",
        "package 2 of at most 310, io/fs",
      ]);
    });

    for (const [title, failure, expected] of [
      [
        "a registry out of reach",
        "Get ...: dial tcp: lookup nowhere: no such host",
        /registry does not answer.*GOPROXY/,
      ],
      ["a registry that refuses", "reading x@v1.zip: 403 Forbidden", /registry does not answer.*GOPROXY/],
      ["a full disk", "write /a: no space left on device", /disk is full.*make room/],
      ["a mistake in the code", "main.go:3:2: undefined: x", /^main\.go:3:2: undefined: x$/],
    ] as const) {
      it(title, () => assert.match(explain(failure, "modules/x"), expected));
    }

    it("everything together needs the disk that the README says", () => {
      const { oldestPulumi: _, ...brought } = layers;
      const said = readFileSync(join(repository, "README.md"), "utf8").match(/(\d+) GB of disk/)?.[1];
      assert.equal(neededFor(Object.values(brought)), Number(said));
      assert.equal(neededFor([layers.ko]), 7);
    });

    it("too little disk says how much is needed, and what the caches hold counts", () => {
      assert.equal(lack(30, 12.7, 2), "building the tools takes about 30 GB of disk, and 12 GB are free");
      assert.equal(lack(30, 12.7, 20), undefined);
    });
  });

  describe("images", () => {
    it("a pushed reference is keyed by its released name", () => {
      const digest = `sha256:${"a".repeat(64)}`;
      const reference = `127.0.0.1:5000/kn/knative.dev/serving/cmd/queue@${digest}`;
      assert.deepEqual(releasedNames([reference], "127.0.0.1:5000/kn"), {
        "gcr.io/knative-releases/knative.dev/serving/cmd/queue": reference,
      });
    });

    it("the libraries are the files that ldd names", () => {
      const printed = `\tlinux-vdso.so.1 (0x1)\n\tlibm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x2)\n\t/lib64/ld-linux-x86-64.so.2 (0x3)\n`;
      assert.deepEqual(linkedLibraries(printed), ["/lib/x86_64-linux-gnu/libm.so.6", "/lib64/ld-linux-x86-64.so.2"]);
    });
  });

  describe("command line", () => {
    const refused = (expected: RegExp) => (error: unknown) =>
      error instanceof EnvironmentProblem && expected.test(error.message);

    it("reads flags", () => {
      assert.deepEqual(parseCommand(["down", "--all"]), { command: "down", flags: { all: true } });
    });

    it("refuses what it does not know, and prints the usage", () => {
      assert.throws(() => parseCommand(["pu"]), refused(/"pu" is not a command.*npm run up/s));
      assert.throws(() => parseCommand(["up", "--all"]), refused(/Unknown option '--all'.*npm run up/s));
      assert.throws(() => parseCommand(["status", "now"]), refused(/Unexpected argument 'now'.*npm run up/s));
    });

    it("lists the contexts of a kubeconfig", () => {
      assert.deepEqual(contextNames("contexts: [{name: dev}, {name: prod}]\ncurrent-context: prod\n"), ["dev", "prod"]);
      assert.deepEqual(contextNames(""), []);
    });

    describe("a cluster of the user's own", () => {
      let directory = "";
      let kubeconfig = "";
      before(() => {
        directory = mkdtempSync(join(tmpdir(), "kubeconfig-"));
        kubeconfig = join(directory, "config");
        writeFileSync(kubeconfig, "contexts: [{name: dev}, {name: prod}]\ncurrent-context: prod\n");
      });
      after(() => rmSync(directory, { recursive: true }));

      it("is none when nothing is named", () => assert.equal(namedCluster({}), undefined));

      it("needs a context, and never takes the current one", () => {
        assert.throws(
          () => namedCluster({ kubeconfig, registry: "r/x" }),
          refused(/--context is missing: .*"dev", "prod"/),
        );
        assert.throws(
          () => namedCluster({ kubeconfig, context: "x" }),
          refused(/"x" is not in the file: .*"dev", "prod"/),
        );
      });

      it("needs a kubeconfig that exists, and a registry", () => {
        assert.throws(() => namedCluster({ context: "dev" }), refused(/needs --kubeconfig FILE/));
        assert.throws(() => namedCluster({ kubeconfig: "/nowhere", context: "dev" }), refused(/no file \/nowhere/));
        assert.throws(() => namedCluster({ kubeconfig, context: "dev" }), refused(/needs --registry/));
      });

      it("is taken when all is named", () => {
        const named = { kubeconfig, context: "dev", registry: "r/x" };
        assert.deepEqual(namedCluster(named), named);
      });
    });
  });

  it("a shell gets what a project needs on a cluster of the user's own, whatever context is current there", () => {
    const directory = mkdtempSync(join(tmpdir(), "shell-"));
    const kubeconfig = join(directory, "it's mine");
    writeFileSync(kubeconfig, JSON.stringify({ apiVersion: "v1", kind: "Config", "current-context": "other" }));
    const tools = { ...({} as StackTarget["tools"]), path: "/opt/pulumi:/opt/ko", pulumiHome: join(directory, "home") };
    const target = { tools, kubeconfig, context: "prod", registry: "registry.example.com/shop", config: [] };
    const script = `${shellText(target)}\nprintf '%s\\n' "$KO_DOCKER_REPO" "$KO_DEFAULTBASEIMAGE" "$PATH" "$KUBECONFIG"`;
    const { stdout } = spawnSync("bash", ["-c", script], { encoding: "utf8", env: { PATH: "/usr/bin:/bin" } });
    const [registry, base, path = "", files = ""] = stdout.split("\n");
    const [first = "", second] = files.split(":");
    assert.deepEqual([registry, base, second], ["registry.example.com/shop", "", kubeconfig]);
    assert.deepEqual(path.split(":").slice(0, 3), ["/opt/pulumi", "/opt/ko", join(repository, "provider", "bin")]);
    assert.match(path, /:\/usr\/bin:\/bin$/);
    assert.equal(JSON.parse(readFileSync(first, "utf8"))["current-context"], "prod");
    rmSync(directory, { recursive: true });
  });
});
