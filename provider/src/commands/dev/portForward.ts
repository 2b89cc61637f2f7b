// A connection to a port of a Pod through the API server, as a stream.
import { Duplex, PassThrough } from "node:stream";
import { client } from "../clusterAccess";
import type { k8s } from "../clusterClient";

export interface Pod {
  namespace: string;
  name: string;
}

/** Rejects if the API server or the Pod does not answer. The stream ends when either side closes. */
export async function forwarded(config: k8s.KubeConfig, { namespace, name }: Pod, port: number): Promise<Duplex> {
  const incoming = new PassThrough();
  const outgoing = new PassThrough();
  const refusal = new PassThrough();
  const forward = new (client().k8s.PortForward)(config);
  const socket = await forward.portForward(namespace, name, [port], incoming, refusal, outgoing);
  if (!("on" in socket)) throw new Error("the API server did not open a port-forward");
  const stream = Duplex.from({ readable: incoming, writable: outgoing });
  refusal.on("data", (text) => stream.destroy(new Error(`port ${port} of Pod ${name}: ${text}`)));
  socket.on("close", () => stream.destroy());
  stream.on("close", () => socket.close());
  stream.on("error", () => undefined);
  return stream;
}
