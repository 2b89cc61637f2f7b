// Selects the proxy for an address from the environment, like Go programs such as ko (golang.org/x/net/http/httpproxy). Pure.
import { BlockList, isIP } from "node:net";

export function proxyOf(url: URL, environment: NodeJS.ProcessEnv): string | undefined {
  const name = url.protocol === "https:" ? "https_proxy" : "http_proxy";
  const proxy = environment[name.toUpperCase()] || environment[name];
  const direct = environment.NO_PROXY || environment.no_proxy || "";
  if (!proxy || isLoopback(hostOf(url)) || direct.split(",").some((entry) => names(entry.trim().toLowerCase(), url)))
    return undefined;
  return /^[a-z0-9]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
}

const hostOf = ({ hostname }: URL) => hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");

const portOf = ({ port, protocol }: URL) => port || (protocol === "https:" ? "443" : "80");

function isLoopback(host: string): boolean {
  return host === "localhost" || (isIP(host) === 4 && host.startsWith("127.")) || host === "::1";
}

/** An entry is `*`, a name with its subdomains, only subdomains (`.example.com`), an address or a CIDR range; it may include a port. */
function names(entry: string, url: URL): boolean {
  if (entry === "") return false;
  if (entry === "*") return true;
  const host = hostOf(url);
  if (entry.includes("/")) return isIn(entry, host);
  const [, name = "", port] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(isIP(entry) === 6 ? `[${entry}]` : entry) ?? [];
  if (port !== undefined && port !== portOf(url)) return false;
  const above = name.replace(/^\*/, "");
  return above.startsWith(".") ? host.endsWith(above) : host === above || (!isIP(above) && host.endsWith(`.${above}`));
}

function isIn(range: string, host: string): boolean {
  const [network = "", bits] = range.split("/");
  const family = isIP(network);
  if (family === 0 || isIP(host) !== family || !/^\d{1,3}$/.test(bits ?? "")) return false;
  const kind = family === 4 ? "ipv4" : "ipv6";
  if (Number(bits) > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(bits), kind);
  return list.check(host, kind);
}
