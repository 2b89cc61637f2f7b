// What the cluster itself says: through kubectl and through the ingress.
import { type IncomingHttpHeaders, request } from "node:http";
import { attempt, run } from "../environment/command";
import { ask, type StackTarget } from "../environment/stack";

interface Posted {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

export class TestCluster {
  constructor(private readonly target: StackTarget) {}

  kubectl(...args: string[]): Promise<string> {
    return run(this.target.tools.kube, ["kubectl", "--kubeconfig", this.target.kubeconfig, ...args]);
  }

  // biome-ignore lint/suspicious/noExplicitAny: objects of any kind
  async get(...args: string[]): Promise<any> {
    return JSON.parse(await this.kubectl("get", "-o", "json", ...args));
  }

  /** A namespace that is there and empty at the start of a suite. */
  async namespace(name: string): Promise<void> {
    await attempt(this.target.tools.kube, [
      "kubectl",
      "--kubeconfig",
      this.target.kubeconfig,
      "create",
      "namespace",
      name,
    ]);
  }

  async removeNamespace(name: string): Promise<void> {
    await this.kubectl("delete", "namespace", name, "--wait=false");
  }

  /** Asks a function at the ingress until it gives this status, at most 30 seconds. */
  async answer(url: string, status = 200): Promise<string> {
    const deadline = Date.now() + 30_000;
    for (;;) {
      const answer = await this.ask(url);
      if (answer.status === status) return answer.body;
      if (Date.now() > deadline) throw new Error(`${url} answers ${answer.status} ${answer.body}, expected ${status}`);
      await pause(200);
    }
  }

  ask(url: string): Promise<{ status: number; body: string }> {
    const { host, pathname, search } = new URL(url);
    return ask(this.target.local?.address ?? host, host, pathname + search).catch((error) => ({
      status: 0,
      body: String(error),
    }));
  }

  /** Sends a body to a function at the ingress. */
  post(url: string, headers: Record<string, string>, body: string, method = "POST"): Promise<Posted> {
    const address = this.target.local?.address ?? new URL(url).host;
    return posted(address, url, headers, body, method);
  }

  /** Waits until the question is answered with yes; returns after how many seconds. */
  async until(what: string, seconds: number, question: () => Promise<boolean>): Promise<number> {
    const began = Date.now();
    while (!(await question())) {
      if (Date.now() - began > seconds * 1000) throw new Error(`not within ${seconds} s: ${what}`);
      await pause(300);
    }
    return (Date.now() - began) / 1000;
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Sends a body to a URL at an address that stands for its host. */
export function posted(
  address: string,
  url: string,
  headers: Record<string, string>,
  body: string,
  method = "POST",
): Promise<Posted> {
  const { host, pathname: path } = new URL(url);
  const options = { host: address, port: 80, path, method, headers: { ...headers, Host: host }, timeout: 20_000 };
  return new Promise((resolve, reject) => {
    const call = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => {
        const { statusCode: status = 0, headers: answered } = response;
        resolve({ status, headers: answered, body: Buffer.concat(chunks).toString() });
      });
    });
    call.on("error", reject).end(body);
  });
}
