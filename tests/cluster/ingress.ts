// Functions of the cluster as their callers see them: through the ingress, with retries until the response is as expected.
import { type IncomingHttpHeaders, request } from "node:http";
import { ask, type StackTarget } from "../environment/stack";

interface Posted {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

export class Ingress {
  constructor(protected readonly target: StackTarget) {}

  /** Sends requests to a function through the ingress until it responds with this status, for at most a minute. */
  async answer(url: string, status = 200): Promise<string> {
    const deadline = Date.now() + 60_000;
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

  /** Sends a body to a function through the ingress. */
  post(url: string, headers: Record<string, string>, body: string, method = "POST"): Promise<Posted> {
    const address = this.target.local?.address ?? new URL(url).host;
    return posted(address, url, headers, body, method);
  }

  /** Polls until the question is answered with true, for what no watch can report; returns the seconds that this took. */
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

/** Sends a body to a URL at an address that replaces its host. */
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
