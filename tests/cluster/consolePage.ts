// The console of a program's stack in a browser without a window.
import { readFileSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";
import { CommandProcess, type Place } from "../engine/commandProcess";
import { serverPath } from "../environment/tools/debian";
import { find } from "../environment/tools/path";
import { eventually } from "../plugin/localRig";

/** A node as the map shows it. */
export interface Shown {
  title: string;
  kind: string;
  /** ready, waiting, failed, missing or outside. */
  standing: string;
  mark: string;
}

export class ConsolePage {
  /** What the page reported to the browser's console, and requests that it sent elsewhere. */
  readonly errors: string[] = [];

  private constructor(
    private readonly browser: Browser,
    readonly page: Page,
    readonly url: string,
    private readonly command?: CommandProcess,
  ) {
    page.on("console", (message) => message.type() === "error" && this.errors.push(message.text()));
    page.on("pageerror", (error) => this.errors.push(String(error)));
    const own = new URL(url).origin;
    page.on(
      "request",
      (request) => new URL(request.url()).origin !== own && this.errors.push(`it asks ${request.url()}`),
    );
  }

  /** Starts the command, and opens what it prints. */
  static async served(place: Place, args: string[] = []): Promise<ConsolePage> {
    const command = new CommandProcess(place, ["console", ...args]);
    const url = await eventually(() => /http:\/\/\S+/.exec(command.stderr)?.[0]);
    return ConsolePage.opened(url, command);
  }

  static async opened(url: string, command?: CommandProcess): Promise<ConsolePage> {
    const executablePath = find("chromium", serverPath) as string;
    // The sandbox of a browser needs rights that root in a container does not have; it sees only pages of this machine.
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
    const opened = new ConsolePage(
      browser,
      await browser.newPage({ viewport: { width: 1400, height: 900 } }),
      url,
      command,
    );
    // What the loader of the tests' TypeScript calls in functions that are evaluated in the page.
    await opened.page.addInitScript("globalThis.__name = (one) => one");
    await opened.page.goto(url);
    await opened.page.waitForSelector(".node");
    return opened;
  }

  nodes(): Promise<Shown[]> {
    return this.page.$$eval(".node", (nodes) =>
      nodes.map((node) => {
        const text = (selector: string) => node.querySelector(selector)?.textContent ?? "";
        const words = ["ready", "waiting", "failed", "missing", "unknown", "outside"];
        const standing = words.find((word) => node.classList.contains(word)) ?? "";
        return { title: text(".title"), kind: text(".kind"), standing, mark: text(".note") };
      }),
    );
  }

  /** Waits until the node is as wanted. */
  async shows(title: string, wanted: Partial<Shown>): Promise<void> {
    const is = (node: Shown) => Object.entries(wanted).every(([key, value]) => node[key as keyof Shown] === value);
    await eventually(async () => (await this.nodes()).some((node) => node.title === title && is(node)) || undefined);
  }

  /** What is told of a node that is opened. */
  async opens(id: string): Promise<string> {
    await this.page.click(`[data-id="${id}"]`);
    return this.page.innerText(".node-view");
  }

  async preview(): Promise<Record<string, string>> {
    await this.page.click(".preview");
    await this.page.waitForSelector(".plan.done");
    const marked = (await this.nodes()).filter(({ mark }) => mark !== "");
    return Object.fromEntries(marked.map(({ title, mark }) => [title, mark]));
  }

  /** Violations of accessibility that are serious or worse. */
  async violations(): Promise<string[]> {
    await this.page.evaluate(readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"));
    const found = (await this.page.evaluate("axe.run()")) as {
      violations: { id: string; impact: string; nodes: { html: string }[] }[];
    };
    const serious = found.violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    return serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  }

  /** Ends the browser and the command; the command's exit code. */
  async close(): Promise<number | null> {
    await this.browser.close();
    this.command?.interrupt();
    return (await this.command?.end()) ?? null;
  }
}
