// Valid arguments that a preview warns about: probes of a port other than the function's, and domains that make it public.
import assert from "node:assert/strict";
import { domainDoubts, probeDoubts } from "../../provider/src/function/functionDoubts";

describe("function: probes at another port", () => {
  type Probes = Parameters<typeof probeDoubts>[0];
  const cases: [string, Probes, RegExp[]][] = [
    ["none", {}, []],
    ["the own one, named or not", { readiness: { tcpSocket: { port: 8080 } }, liveness: { httpGet: {} } }, []],
    [
      "of readiness",
      { readiness: { tcpSocket: { port: 9000 } } },
      [/^probes\.readiness\.tcpSocket\.port: probes port 9000, .*8080/],
    ],
    [
      "of liveness",
      { liveness: { httpGet: { port: 9999 } } },
      [/^probes\.liveness\.httpGet\.port: Knative always probes .* 8080/],
    ],
  ];
  for (const [title, probes, expected] of cases)
    it(title, () => {
      const told = probeDoubts(probes, 8080);
      assert.equal(told.length, expected.length, told.join("\n"));
      for (const [index, words] of expected.entries()) assert.match(told[index] as string, words);
    });
});

describe("function: domains of one that only the cluster is to reach", () => {
  const cases: [string, string, string[], string[]][] = [
    ["none", "cluster-local", [], []],
    ["of a public function", "public", ["shop.example.com"], []],
    [
      "are public all the same",
      "cluster-local",
      ["shop.example.com", "example.org"],
      [
        "domains: reachable from outside the cluster although visibility is cluster-local: shop.example.com, example.org",
      ],
    ],
  ];
  for (const [title, visibility, domains, expected] of cases)
    it(title, () => assert.deepEqual(domainDoubts(visibility, domains), expected));
});
