// A program with every kind of resource that needs only the cluster and two servers, in a form for random changes.
import { cpSync } from "node:fs";
import { join } from "node:path";
import { Program } from "../engine/program";
import { repository } from "../environment/home";
import type { StackTarget } from "../environment/stack";

/** What changes; each number is used in a value of its own. */
export interface Wanted {
  words: number;
  variable: number;
  secret: number;
  file: number;
  secretFile: number;
  gated: number;
  filter: number;
  minute: number;
  retry: number;
  sources: number;
  domain: number;
  /** Whether the trigger uses the other broker, the broker has another storage, and there is one more function. */
  moved: boolean;
  elsewhere: boolean;
  more: boolean;
}

export const atFirst: Wanted = {
  ...{ words: 0, variable: 0, secret: 0, file: 0, secretFile: 0, gated: 0, filter: 0, minute: 0, retry: 0 },
  ...{ sources: 0, domain: 0, moved: false, elsewhere: false, more: false },
};

export interface Servers {
  redis: string;
  mqtt: string;
}

export const namespace = "kills";

const type = (component: string) => `knative-faas:${component}`;
const common = { namespace, scale: { windowSeconds: 6 }, timeouts: { requestSeconds: 5 } };

export class EveryKind extends Program {
  /** Of the functions that are not built here. */
  image = "";

  constructor(
    target: StackTarget,
    private readonly servers: Servers,
    project = namespace,
  ) {
    super(target, project);
    cpSync(join(repository, "tests", "cluster", "mirror"), join(this.directory, "mirror"), { recursive: true });
  }

  /** Only the function that is built. */
  alone(): void {
    this.writeYaml({ built: this.built(atFirst, {}) }, { image: "${built.image}" });
  }

  /** One function with a Secret and a ConfigMap. */
  secretOnly(): void {
    this.writeYaml({ only: this.mirror("only", { image: this.image, ...this.content(atFirst) }) });
  }

  wants(wanted: Wanted): void {
    this.write(
      "mirror/words.go",
      `// What a change of the source changes.\npackage main\n\nconst words = "${wanted.words}"\n`,
    );
    const functions = this.functions(wanted);
    const urls = Object.fromEntries(Object.keys(functions).map((name) => [name, `\${${name}.url}`]));
    this.writeYaml({ ...functions, ...this.events(wanted) }, { urls });
  }

  /** By function: words, name, token, text, key. */
  answers({ words, variable, secret, file, secretFile, gated, more }: Wanted): Record<string, string> {
    const answer = (...parts: (string | number)[]) => `${parts.join(" ")}\n`;
    return {
      built: answer(words, "built", `token-${secret}`, `text-${file}`, `key-${secretFile}`),
      plain: answer(0, `plain-${variable}`, "", "", ""),
      gated: answer(0, `gated-${gated}`, "", "", ""),
      ...(more ? { more: answer(0, "more", `token-${secret}`, `text-${file}`, "") } : {}),
    };
  }

  private functions(wanted: Wanted) {
    const { variable, gated, minute, more } = wanted;
    const mirror = (name: string, properties: object) => this.mirror(name, { image: this.image, ...properties });
    const steps = { smoke: { http: { path: "/" } }, steps: [50, 100], each: { http: { path: "/" } } };
    return {
      built: this.built(wanted, {
        event: { paid: this.trigger(wanted) },
        cron: { yearly: { schedule: `${minute % 60} 0 1 1 *`, data: '{"full":true}' } },
      }),
      plain: mirror(`plain-${variable}`, { triggers: this.triggers(wanted) }),
      gated: mirror(`gated-${gated}`, { rollout: steps }),
      ...(more ? { more: mirror("more", { ...this.content(wanted), triggers: { event: this.spare() } }) } : {}),
    };
  }

  private built(wanted: Wanted, triggers: object) {
    const domains = { [`built-${wanted.domain}.${namespace}.example.org`]: {} };
    const { volumes, ...content } = this.content(wanted);
    const key = { mountPath: "/key", secretFiles: { key: `key-${wanted.secretFile}` } };
    const source = { directory: "mirror" };
    return this.mirror("built", { source, domains, ...content, volumes: { ...volumes, key }, triggers });
  }

  private content({ secret, file }: Wanted) {
    const text = { mountPath: "/text", files: { text: `text-${file}` } };
    return { secrets: { TOKEN: `token-${secret}` }, volumes: { text } };
  }

  private mirror(name: string, properties: object) {
    return { type: type("Function"), properties: { ...common, env: { NAME: name }, ...properties } };
  }

  private trigger({ filter, moved }: Wanted) {
    return { broker: moved ? "${spare.name}" : "${bus.name}", filters: [{ exact: { type: `paid-${filter}` } }] };
  }

  private spare() {
    return { seen: { broker: "${spare.name}", filters: [{ prefix: { type: "more" } }] } };
  }

  private triggers({ sources }: Wanted) {
    const password = { name: "servers", key: "password" };
    const user = { name: "servers", key: "user" };
    const stream = { keys: [`orders-${sources}`] };
    return {
      channel: { wire: { channel: "${wire.name}" } },
      redis: { orders: { addresses: [this.servers.redis], password, stream } },
      mqtt: { all: { address: `mqtt://${this.servers.mqtt}`, topics: [`sensors/${sources}`], user, password } },
      apiServer: {
        settings: { resources: [{ apiVersion: "v1", kind: "ConfigMap", matchLabels: { watched: `w${sources}` } }] },
      },
    };
  }

  private events({ retry, elsewhere, sources }: Wanted) {
    const of = (component: string, properties: object) => ({
      type: type(component),
      properties: { namespace, ...properties },
    });
    const config = { name: "config-br-default-channel", namespace: "knative-eventing" };
    const delivery = { retry, backoff: "linear", backoffSeconds: 0.2, deadLetter: { function: "${plain.name}" } };
    const container = { image: this.image, env: { VALUE: `${sources}` }, terminationGracePeriodSeconds: 1 };
    const subject = { apiVersion: "apps/v1", kind: "Deployment", matchLabels: { bound: "yes" } };
    const [plain, gated] = ["plain", "gated"].map((name) => ({ function: `\${${name}.name}` }));
    return {
      bus: of("Broker", { delivery, eventTypes: { paid: { source: "/shop" } }, ...(elsewhere ? { config } : {}) }),
      spare: of("Broker", {}),
      wire: of("Flow", { channel: { subscribers: { first: { ...gated, path: `/${sources}` } } } }),
      steps: of("Flow", { sequence: { steps: [plain, gated], reply: plain } }),
      tick: of("EventSource", {
        cron: { schedule: "0 0 1 1 *", data: `{"at":${sources}}` },
        sink: { broker: "${bus.name}" },
      }),
      program: of("EventSource", { container, sink: plain }),
      bind: of("EventSource", { sinkBinding: { subject }, sink: plain }),
    };
  }
}
