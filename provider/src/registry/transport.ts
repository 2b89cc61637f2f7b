// How a registry is reached: by the proxy and with the trust of ko, so that what it can push to can be asked, too.
import { proxyOf } from "./proxy";
import { trusted } from "./trust";

/** As `fetch`. */
export async function registryFetch(address: string | URL, options: RequestInit = {}): Promise<Response> {
  const url = new URL(address);
  const proxy = proxyOf(url, process.env);
  if (proxy === undefined && url.protocol === "http:") return await fetch(url, options);
  // A client of its own, which takes its time to load.
  const { fetchBy } = require("./dispatch") as typeof import("./dispatch");
  return await fetchBy({ proxy, authorities: () => trusted(process.env) }, url, options);
}
