// The local cluster's pure parts: packet filter rules and their removal, process identity, /proc tables, configuration.
import assert from "node:assert/strict";
import { configurationFiles } from "../environment/cluster/configuration";
import { chainsInput, type Fence, fences, removalInput } from "../environment/cluster/fences";
import { parseObjects } from "../environment/cluster/inventory";
import { parseMounts } from "../environment/cluster/mounts";
import { parseListeners } from "../environment/cluster/ports";
import { parseStartTicks, sameProcess } from "../environment/cluster/processes";

describe("environment: fences", () => {
  const rulesOf = (chain: string, machineForwards = false) =>
    fences(machineForwards).find((fence) => fence.chain === chain)?.rules;

  it("let cluster addresses out through the cluster's own links only, whatever the uplinks are called", () => {
    assert.deepEqual(rulesOf("FAAS-OUTWARD"), [
      "-o lo -j RETURN",
      "-o faas0 -j RETURN",
      "-o faascni0 -j RETURN",
      "-d 10.96.0.0/16 -j DROP",
      "-d 10.244.0.0/16 -j DROP",
      "-d 10.95.0.0/16 -j DROP",
      "-s 10.244.0.0/16 -j DROP",
    ]);
  });

  it("let nobody outside in to a cluster address", () => {
    assert.deepEqual(rulesOf("FAAS-INWARD"), [
      "-i lo -j RETURN",
      "-i faas0 -j RETURN",
      "-i faascni0 -j RETURN",
      "-d 10.96.0.0/16 -j DROP",
      "-d 10.244.0.0/16 -j DROP",
      "-d 10.95.0.0/16 -j DROP",
    ]);
  });

  it("forward nothing but Pods' packets on a machine that forwarded nothing before", () => {
    const pods = [
      "-s 10.244.0.0/16 -d 10.244.0.0/16 -j RETURN",
      "-s 10.244.0.0/16 -d 10.96.0.0/16 -j RETURN",
      "-s 10.244.0.0/16 -d 10.95.0.1/32 -j RETURN",
      "-s 10.244.0.0/16 -j REJECT",
    ];
    assert.deepEqual(rulesOf("FAAS-FORWARD", false), [...pods, "-j REJECT"]);
    assert.deepEqual(rulesOf("FAAS-FORWARD", true), [...pods, "-d 10.244.0.0/16 -j REJECT"]);
  });

  it("are made in one transaction per table", () => {
    const one: Fence = { table: "filter", chain: "FAAS-X", hook: "INPUT", place: "first", rules: ["-i a -j DROP"] };
    assert.equal(chainsInput([one], "filter"), "*filter\n:FAAS-X - [0:0]\n-A FAAS-X -i a -j DROP\nCOMMIT\n");
    assert.equal(chainsInput([one], "mangle"), "*mangle\nCOMMIT\n");
  });
});

describe("environment: removal of rules", () => {
  const foreign = [
    ":INPUT ACCEPT [5:400]",
    ":MY-FAAS-CHAIN - [0:0]",
    ':CNI-FORWARD - [0:0]\n-A INPUT -p tcp -m comment --comment "not -j KUBE-SERVICES" -j MY-FAAS-CHAIN',
    "-A MY-FAAS-CHAIN -p tcp -m tcp --dport 22 -j ACCEPT",
  ];

  it("names our chains and the jumps to them, and nothing else", () => {
    const saved = [
      "# comment",
      "*filter",
      ":KUBE-FORWARD - [0:0]",
      ":FAAS-INPUT - [0:0]",
      ...foreign,
      "-A INPUT -j FAAS-INPUT",
      '-A INPUT -m comment --comment "kubernetes service portals" -j KUBE-FORWARD',
      "-A KUBE-FORWARD -m mark --mark 0x4000/0x4000 -j ACCEPT",
      "COMMIT",
      "# Completed",
      "",
    ].join("\n");
    const expected = [
      "*filter",
      "-D INPUT -j FAAS-INPUT",
      '-D INPUT -m comment --comment "kubernetes service portals" -j KUBE-FORWARD',
      "-F KUBE-FORWARD",
      "-F FAAS-INPUT",
      "-X KUBE-FORWARD",
      "-X FAAS-INPUT",
      "COMMIT",
      "",
    ].join("\n");
    assert.equal(removalInput(saved), expected);
  });

  it("does nothing where none of this package is left", () => {
    assert.equal(removalInput(["*nat", ...foreign, "COMMIT", ""].join("\n")), undefined);
    assert.equal(removalInput(""), undefined);
  });
});

describe("environment: identity of a process", () => {
  const stat = (command: string, state: string) => `4242 (${command}) ${state}${" 0".repeat(18)} 987654 0 0`;

  for (const command of ["etcd", "a b", "a) S 1 (b", ")"]) {
    it(`finds the start of a process called "${command}"`, () => {
      assert.equal(parseStartTicks(stat(command, "S")), 987654);
    });
  }

  it("takes a zombie for ended", () => assert.equal(parseStartTicks(stat("etcd", "Z")), undefined));

  it("tells a process from a later one with its pid, and from one of another boot", () => {
    const known = { pid: 7, startTicks: 100, boot: "a" };
    assert.equal(sameProcess(known, { ...known }), true);
    assert.equal(sameProcess(known, { ...known, startTicks: 101 }), false);
    assert.equal(sameProcess(known, { ...known, boot: "b" }), false);
    assert.equal(sameProcess(known, undefined), false);
  });
});

describe("environment: tables of the kernel", () => {
  it("reads listeners, IPv4 and IPv6, and leaves connections out", () => {
    const table = [
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
      "   0: 0100007F:1388 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1 0 100",
      "   1: 0100007F:1388 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 222 1 0 100",
      `   2: ${"0".repeat(32)}:0050 ${"0".repeat(32)}:0000 0A 00000000:00000000 00:00000000 00000000 0 0 333 1 0`,
      `   3: 0000000000000000FFFF00000100007F:0051 ${"0".repeat(32)}:0000 0A 0:0 00:0 0 0 0 444 1 0`,
    ].join("\n");
    assert.deepEqual(parseListeners(table), [
      { address: "127.0.0.1", port: 5000, inode: "111" },
      { address: "::", port: 80, inode: "333" },
      { address: "127.0.0.1", port: 81, inode: "444" },
    ]);
  });

  it("reads mounts with blanks in their paths and with optional fields", () => {
    const text = [
      "31 27 0:28 / /a\\040b rw - tmpfs tmpfs rw,size=4k",
      "32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct",
      "",
    ].join("\n");
    assert.deepEqual(parseMounts(text), [
      { path: "/a b", type: "tmpfs", options: "rw,size=4k" },
      { path: "/sys/fs/cgroup/cpu", type: "cgroup", options: "rw,cpu,cpuacct" },
    ]);
  });

  it("reads kubectl's table of objects", () => {
    const table = "v1       Service     default   kubernetes\nv1       Namespace   <none>    default\n\n";
    assert.deepEqual(parseObjects(table), ["v1/Namespace default", "v1/Service default/kubernetes"]);
  });
});

describe("environment: configuration", () => {
  const files = configurationFiles();

  it("is JSON wherever Kubernetes, CNI or the registry reads it", () => {
    const plain = Object.keys(files).filter((name) => /\.(yaml|conflist)$/.test(name));
    assert.equal(plain.length, 6);
    for (const name of plain) assert.equal(typeof JSON.parse(files[name] ?? ""), "object");
  });

  it("keeps containerd out of the distribution's directories and on the local registry", () => {
    const toml = files["containerd.toml"] ?? "";
    assert.match(toml, /^state = "\/run\/knative-faas\/containerd"$/m);
    assert.match(toml, /sandbox_image = "127\.0\.0\.1:5000\/pause:3\.10"/);
    assert.doesNotMatch(toml, /\/run\/containerd|\/var\/lib\/containerd|\/etc\/containerd/);
    assert.match(files["certs.d/127.0.0.1:5000/hosts.toml"] ?? "", /^server = "http:\/\/127\.0\.0\.1:5000"$/m);
  });

  it("asks nobody outside for a name", () => {
    assert.doesNotMatch(files.Corefile ?? "", /forward/);
    assert.equal(files["resolv.conf"], "nameserver 10.96.0.10\n");
  });
});
