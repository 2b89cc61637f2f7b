// Requests through a proxy and with this machine's certificates, which Node.js's own fetch does not support.
import { createSecureContext } from "node:tls";
import { Agent, type Dispatcher, fetch, ProxyAgent } from "undici";

export interface Way {
  /** The proxy's address; undefined for none. */
  proxy: string | undefined;
  /** The trusted certificates, in PEM. Reading all of a machine takes some 50 ms, so they are read once. */
  authorities: () => string[];
}

const dispatchers = new Map<string | undefined, Dispatcher>();

/** Same signature as `fetch`. */
export function fetchBy(way: Way, url: URL, options: RequestInit): Promise<Response> {
  const dispatcher = dispatchers.get(way.proxy) ?? made(way);
  dispatchers.set(way.proxy, dispatcher);
  return fetch(url, { ...options, dispatcher });
}

function made({ proxy, authorities }: Way): Dispatcher {
  const secureContext = createSecureContext({ ca: authorities() });
  if (proxy === undefined) return new Agent({ connect: { secureContext } });
  // Proxies tunnel TLS; of plain HTTP many want the request itself, as Go sends it.
  return new ProxyAgent({ uri: proxy, proxyTunnel: false, requestTls: { secureContext }, proxyTls: { secureContext } });
}
