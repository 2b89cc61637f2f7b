// `knative-faas console` in a browser, on the cluster: the map, what changes on it, the plan of an update, and who may read it.
import assert from "node:assert/strict";
import { join } from "node:path";
import { ran } from "../engine/commandProcess";
import { helloImage } from "../engine/hello";
import { Program } from "../engine/program";
import { bringServers } from "../environment/tools/debian";
import { needsCluster } from "../levels";
import { TestCluster } from "./cluster";
import { ConsolePage } from "./consolePage";

const name = "console-page";
const quick = { scale: { windowSeconds: 6 }, timeouts: { requestSeconds: 5 } };
const idOf = (service: string) => `Service ${name}/${service}`;

describe("console: in a browser", () => {
  let program: Program;
  let cluster: TestCluster;
  let image = "";
  let shown: ConsolePage;

  /** The stack, with changes to its functions; one that is undefined is left out. */
  function write(changes: Record<string, object | undefined> = {}): void {
    const placed = { broker: "${orders.name}", filters: [{ exact: { type: "order.placed" } }] };
    const own: Record<string, object> = {
      price: { image, triggers: { event: { placed } } },
      lost: { image },
      web: { image },
    };
    const all = Object.entries({ ...own, ...changes }).filter(([, args]) => args !== undefined);
    const functions = all.map(([key, args]) => [
      key,
      { type: "knative-faas:Function", properties: { namespace: name, ...quick, ...args } },
    ]);
    const delivery = { retry: 1, deadLetter: { function: "${lost.name}" } };
    const orders = { type: "knative-faas:Broker", properties: { namespace: name, delivery } };
    program.writeYaml({ ...Object.fromEntries(functions), orders });
  }

  before(async function () {
    const target = needsCluster(this);
    await bringServers(console.log);
    cluster = new TestCluster(target);
    program = new Program(target, name);
    image = await helloImage(cluster);
    await cluster.namespace(name);
    write();
    await program.init();
    await program.up();
    shown = await ConsolePage.served(program);
  });

  after(async () => {
    await shown?.close();
    await program?.removeBefore(name);
    await cluster?.removeNamespace(name);
  });

  it("the map has each part of the stack, and how it is", async () => {
    for (const title of ["price", "lost", "web", "orders"]) await shown.shows(title, { standing: "ready" });
    const kinds = (await shown.nodes()).map(({ title, kind }) => `${kind} ${title}`);
    assert.deepEqual(kinds.sort(), ["broker orders", "function lost", "function price", "function web"]);
    const labels = await shown.page.$$eval(".edge text", (texts) =>
      texts.map(({ firstChild }) => firstChild?.textContent),
    );
    assert.deepEqual(labels.sort(), ["dead letter", "type = order.placed"]);
  });

  it("a function that is opened shows its revision, traffic and Pods", async () => {
    const { metadata, status } = await cluster.get("KnativeService", name, "price");
    const text = await shown.opens(idOf("price"));
    for (const part of [
      status.url,
      `namespace ${name}`,
      status.traffic[0].revisionName,
      "100 %",
      "type = order.placed",
    ])
      assert.ok(text.includes(part), `${part} of ${metadata.name} in ${text}`);
  });

  it("a Pod that comes is seen, and one that goes too", async () => {
    const { status } = await cluster.get("KnativeService", name, "web");
    const line = (pattern: RegExp) => async () => {
      const lines = await shown.page.$$eval(".list button", (all) => all.map((one) => one.textContent ?? ""));
      return lines.some((text) => /web/.test(text) && pattern.test(text));
    };
    await cluster.until("it has no Pods", 90, line(/no Pods/));
    await cluster.answer(status.url);
    const seconds = await cluster.until("it has one", 30, line(/1\/1 Pods/));
    console.log(`      seen ${seconds.toFixed(1)} s after the answer`);
  });

  it("a plan is what the update then does", async () => {
    write({ web: undefined, ship: { image }, price: { image, env: { NAME: "two" } } });
    const marks = await shown.preview();
    assert.deepEqual(marks, { web: "leaving", ship: "new", price: "changed" });
    const words = await shown.opens(idOf("price"));
    const before = (await cluster.get("KnativeService", name, "price")).status.latestReadyRevisionName;
    await program.up();
    const after = (await cluster.get("KnativeService", name, "price")).status.latestReadyRevisionName;
    assert.ok(words.includes(`revision: ${after} (new), before: ${before}`), words);
    await shown.shows("ship", { standing: "ready", mark: "" });
    const left = async () =>
      (await shown.nodes())
        .map(({ title }) => title)
        .sort()
        .join();
    await cluster.until(
      "the map is as the update left it",
      20,
      async () => (await left()) === "lost,orders,price,ship",
    );
  });

  it("a revision that fails is seen with its cause", async () => {
    write({ web: undefined, ship: { image }, price: { image, command: ["/nothing"] } });
    await program.failingUp();
    await shown.shows("price", { standing: "failed" });
    assert.match(await shown.opens(idOf("price")), /nothing/);
    write({ web: undefined, ship: { image }, price: { image, env: { NAME: "two" } } });
    await program.up();
    await shown.shows("price", { standing: "ready" });
  });

  it("an invalid program is told in the words of the preview", async () => {
    write({ price: { image, port: 8012 } });
    await shown.page.click(".preview");
    await shown.page.waitForSelector(".plan.failed");
    assert.match(await shown.page.innerText(".plan"), /resource 'price' has a problem: invalid Function.*port.*8012/s);
    write({ web: undefined, ship: { image }, price: { image, env: { NAME: "two" } } });
  });

  it("the plan can be written as one page that asks nobody", async () => {
    write({ web: { image } });
    const file = join(program.directory, "plan.html");
    const { code, stderr } = await ran(program, ["console", "--preview", "--html", file]);
    assert.equal(code, 0, stderr);
    const page = await ConsolePage.opened(`file://${file}`);
    try {
      const marked = (await page.nodes())
        .filter(({ mark }) => mark !== "")
        .map(({ title, mark }) => `${title} ${mark}`);
      assert.deepEqual(marked.sort(), ["price changed", "ship leaving", "web new"]);
      assert.deepEqual(page.errors, []);
    } finally {
      await page.close();
    }
  });

  it("has no serious violation of accessibility, in light and dark, wide and narrow", async () => {
    for (const colorScheme of ["light", "dark"] as const)
      for (const width of [320, 1400]) {
        await shown.page.emulateMedia({ colorScheme });
        await shown.page.setViewportSize({ width, height: 900 });
        assert.deepEqual(await shown.violations(), []);
      }
  });

  it("is refused without its token, and to pages of others", async () => {
    const { origin } = new URL(shown.url);
    const statusOf = async (path: string, headers: Record<string, string> = {}, method = "GET") =>
      (await fetch(`${origin}${path}`, { headers, method, redirect: "manual" })).status;
    const token = new URL(shown.url).search;
    assert.deepEqual(
      [
        await statusOf("/"),
        await statusOf("/events"),
        await statusOf("/?token=wrong"),
        await statusOf(`/${token}`, { origin: "http://evil.example" }),
        await statusOf(`/preview${token}`, {}, "POST"),
        await statusOf(`/${token}`),
      ],
      [403, 403, 403, 403, 403, 303],
    );
  });

  it("asked nobody else and reported no error, and ends on Ctrl-C", async () => {
    assert.deepEqual(shown.errors, []);
    assert.equal(await shown.close(), 0);
  });
});
