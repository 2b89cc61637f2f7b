// What the cluster itself says: through kubectl and through the ingress.
import { attempt, run } from "../environment/command";
import { ask, type StackTarget } from "../environment/stack";

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
    const { host, pathname } = new URL(url);
    return ask(this.target.local?.address ?? host, host, pathname).catch((error) => ({
      status: 0,
      body: String(error),
    }));
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
