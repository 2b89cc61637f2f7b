// Changes of one function that is built from source, of every kind: template, traffic, releases.
import { join } from "node:path";
import type { Program } from "../../engine/program";
import { type Args, type Change, type Deployed, earlier, type Group, nothing, propertiesOf } from "./change";

const set = (kind: string, what: string, make: (args: Args, program: Program, past: Deployed[]) => void): Change => ({
  kind,
  what,
  make: ({ resources, program, past }) => make(propertiesOf(resources, "hello"), program, past.hello ?? []),
});

const line = (text: string): Change =>
  set("source", `says ${text}`, (_args, program) => replaced(program, "main.go", /%s [^"]*%s, %s!|%s %s, %s!/, text));

function replaced(program: Program, file: string, old: RegExp, text: string): void {
  const path = join("served", file);
  program.write(
    path,
    program.read(path).replace(old, () => text),
  );
}

const word = (text: string): Change =>
  set("dependency", `words.Greeting is ${text}`, (_args, program) =>
    replaced(program, "words/words.go", /Greeting = ".*"/, `Greeting = "${text}"`),
  );

const env = (name: string, value: string | undefined): Change =>
  set("env", `${name}=${value ?? "(gone)"}`, (args) => {
    args.env = { ...args.env, [name]: value };
  });

const secret = (value: string): Change =>
  set("secret", "another value", (args) => {
    args.secrets = { TOKEN: { "fn::secret": value } };
  });

const file = (value: string): Change =>
  set("config", `settings.txt is ${value}`, (args) => {
    args.volumes = { settings: { mountPath: "/settings", files: { "settings.txt": value } } };
  });

const scale = (given: object): Change =>
  set("scale", JSON.stringify(given), (args) => {
    args.scale = { ...args.scale, ...given };
  });

const limits = (memory: string): Change =>
  set("limits", memory, (args) => {
    args.resources = { limits: { memory } };
  });

const toLatest = (): Change =>
  set("traffic", "latest 100", (args) => {
    args.traffic = undefined;
  });

/** `back` counts from the newest that was deployed: 1 is the previous one. */
const split = (back: number, percent: number, tag?: string): Change =>
  set("traffic", `${percent} % to ${back} before${tag === undefined ? "" : `, tag ${tag}`}`, (args, _program, past) => {
    const old = { revision: earlier(past, back).revision, percent, tag };
    args.traffic = [old, { latest: true, percent: 100 - percent }];
  });

const tag = (name: string): Change =>
  set("tag", name, (args) => {
    args.traffic = [
      { latest: true, percent: 100 },
      { latest: true, percent: 0, tag: name },
    ];
  });

const rollBackRevision = (back: number): Change =>
  set("rollback", `traffic to ${back} before`, (args, _program, past) => {
    args.traffic = [{ revision: earlier(past, back).revision, percent: 100 }];
  });

const rollBackRelease = (back: number): Change =>
  set("rollback", `release of ${back} before`, (args, _program, past) => {
    args.source = undefined;
    args.release = earlier(past, back).release;
  });

const promote = (back: number): Change =>
  set("promoted", `release of ${back} before, into another registry`, (args, _program, past) => {
    args.source = undefined;
    args.registry = `${args.registry}/promoted`;
    args.release = earlier(past, back).release;
  });

const fromSource = (): Change =>
  set("source", "built again", (args) => {
    args.release = undefined;
    args.registry = args.registry.replace("/promoted", "");
    args.source = { directory: "served" };
  });

const visibility = (value: string | undefined): Change =>
  set("visibility", value ?? "public", (args) => {
    args.visibility = value;
  });

/** The function of each group. */
const resources: Group["resources"] = ({ namespace, registry }) => {
  const own = { namespace, registry, source: { directory: "served" }, env: { NAME: "World" } };
  // Keeps everything that was deployed, as changes may return to it.
  const limits = { timeouts: { requestSeconds: 5 }, scale: { windowSeconds: 6 }, revisions: { keep: 50 } };
  return { hello: { type: "knative-faas:Function", properties: { ...own, ...limits } } };
};

const changes = {
  template: [
    nothing("the first deployment"),
    nothing(),
    line("%s 1 %s, %s!"),
    word("Good morning"),
    secret("one"),
    nothing("nothing, with a secret"),
    secret("two"),
    file("a"),
    file("b"),
    scale({ max: 3 }),
    scale({ min: 1 }),
    limits("128Mi"),
    scale({ min: 0 }),
    visibility("cluster-local"),
    visibility(undefined),
  ],
  traffic: [
    nothing("the first deployment"),
    env("NAME", "Moon"),
    split(1, 90),
    line("%s 2 %s, %s!"),
    split(1, 50, "old"),
    toLatest(),
    tag("canary"),
    env("EXTRA", "1"),
    tag("preview"),
    env("EXTRA", undefined),
    toLatest(),
    rollBackRevision(1),
    nothing("nothing, while an earlier one serves"),
    toLatest(),
    split(1, 75, "before"),
    scale({ windowSeconds: 10 }),
    toLatest(),
  ],
  releases: [
    nothing("the first deployment"),
    word("Good evening"),
    rollBackRelease(1),
    nothing("nothing, with a release"),
    fromSource(),
    promote(0),
    nothing("nothing, with a promoted release"),
    env("NAME", "Mars"),
    fromSource(),
    limits("160Mi"),
    secret("three"),
    file("c"),
    rollBackRelease(7),
    fromSource(),
    line("%s 3 %s, %s!"),
    set("labels", "team=shop", (args) => {
      args.labels = { team: "shop" };
    }),
    scale({ max: 5, target: 50 }),
    set("timeouts", "requestSeconds 20", (args) => {
      args.timeouts = { requestSeconds: 20 };
    }),
  ],
};

export const life: Record<string, Group> = {
  template: { resources, changes: changes.template },
  traffic: { resources, changes: changes.traffic },
  releases: { resources, changes: changes.releases },
};
