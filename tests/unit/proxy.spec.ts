// Which proxy is used for a registry, by the environment: read as in Go, so that ko and this package use the same one.
import assert from "node:assert/strict";
import { proxyOf } from "../../provider/src/registry/proxy";

const proxy = "http://gate.example.com";
const both = { HTTPS_PROXY: proxy, HTTP_PROXY: "http://plain.example.com" };

describe("builds: the proxy of a registry", () => {
  const cases: [string, NodeJS.ProcessEnv, string | undefined][] = [
    ["https://ghcr.io/v2/", {}, undefined],
    ["https://ghcr.io/v2/", both, proxy],
    ["http://images.corp/v2/", both, "http://plain.example.com"],
    ["https://ghcr.io/v2/", { https_proxy: "gate.example.com" }, proxy],
    ["https://ghcr.io/v2/", { HTTPS_PROXY: "", https_proxy: proxy }, proxy],
    ["https://localhost:5000/v2/", both, undefined],
    ["http://127.1.2.3:5000/v2/", both, undefined],
    ["https://[::1]:5000/v2/", both, undefined],
    ["https://ghcr.io/v2/", { ...both, NO_PROXY: "*" }, undefined],
    ["https://ghcr.io/v2/", { ...both, NO_PROXY: "corp, ghcr.io" }, undefined],
    ["https://ghcr.io/v2/", { ...both, no_proxy: "GHCR.io" }, undefined],
    ["https://eu.ghcr.io/v2/", { ...both, NO_PROXY: "ghcr.io" }, undefined],
    ["https://eu.ghcr.io/v2/", { ...both, NO_PROXY: ".ghcr.io" }, undefined],
    ["https://eu.ghcr.io/v2/", { ...both, NO_PROXY: "*.ghcr.io" }, undefined],
    ["https://ghcr.io/v2/", { ...both, NO_PROXY: ".ghcr.io" }, proxy],
    ["https://notghcr.io/v2/", { ...both, NO_PROXY: "ghcr.io" }, proxy],
    ["https://ghcr.io/v2/", { ...both, NO_PROXY: "ghcr.io:443" }, undefined],
    ["https://ghcr.io:5000/v2/", { ...both, NO_PROXY: "ghcr.io:443" }, proxy],
    ["https://10.1.2.3/v2/", { ...both, NO_PROXY: "10.0.0.0/8" }, undefined],
    ["https://11.1.2.3/v2/", { ...both, NO_PROXY: "10.0.0.0/8" }, proxy],
    ["https://10.1.2.3/v2/", { ...both, NO_PROXY: "10.1.2.3" }, undefined],
    ["https://10.1.2.3/v2/", { ...both, NO_PROXY: "10.1.2.3:443" }, undefined],
    ["https://10.1.2.3/v2/", { ...both, NO_PROXY: "2.3" }, undefined],
    ["https://[fd00::1]/v2/", { ...both, NO_PROXY: "fd00::/8" }, undefined],
    ["https://[fd00::1]/v2/", { ...both, NO_PROXY: "fd00::1" }, undefined],
    ["https://ghcr.io/v2/", { ...both, NO_PROXY: "10.0.0.0/8,10.0.0.0/99,ghcr.io/,,:" }, proxy],
  ];
  for (const [url, environment, expected] of cases)
    it(`${url} with ${JSON.stringify(environment)}`, () => assert.equal(proxyOf(new URL(url), environment), expected));
});
