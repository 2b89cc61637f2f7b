// Sends requests to registries with the same proxy and trusted certificates as ko, so that both reach the same ones.
import { proxyOf } from "./proxy";
import { trusted } from "./trust";

/** Same signature as `fetch`. */
export async function registryFetch(address: string | URL, options: RequestInit = {}): Promise<Response> {
  const url = new URL(address);
  const proxy = proxyOf(url, process.env);
  if (proxy === undefined && url.protocol === "http:") return await fetch(url, options);
  // Loaded on demand, because this client is slow to load.
  const { fetchBy } = require("./dispatch") as typeof import("./dispatch");
  return await fetchBy({ proxy, authorities: () => trusted(process.env) }, url, options);
}
