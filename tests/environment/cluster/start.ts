// Starts components: running ones are left alone, and one that dies immediately reports its last output.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { EnvironmentProblem, type Say } from "../progress";
import type { Component } from "./components";
import { findHolder } from "./ports";
import { answers } from "./probe";
import { findProcess, lastLogLines, logFile, startProcess, stopProcess } from "./processes";
import { configurationFile } from "./settings";

const pollMilliseconds = 50;
const readySeconds = 90;

/** Starts the components of one stage together and returns when each of them is ready. */
export async function startComponents(components: Component[], say: Say): Promise<void> {
  for (const component of components) await startComponent(component);
  for (const component of components) {
    await waitUntil(
      () => answers(component.ready),
      components,
      `${component.name} to answer at ${component.ready}`,
      say,
    );
  }
}

/** Waits for a condition while the components that it depends on are running. */
export async function waitUntil(
  condition: () => Promise<boolean>,
  restsOn: Component[],
  what: string,
  say: Say,
): Promise<void> {
  for (const end = Date.now() + readySeconds * 1000; Date.now() < end; await sleep(pollMilliseconds)) {
    if (await condition()) return;
    for (const component of restsOn) failIfDead(component);
    say(`waiting for ${what}`);
  }
  const logs = restsOn.map((component) => logFile(component.name)).join(", ");
  throw new EnvironmentProblem(`waited ${readySeconds} s in vain for ${what}; logs: ${logs}`);
}

async function startComponent(component: Component): Promise<void> {
  const wanted = fingerprint(component);
  const running = findProcess(component.name);
  if (running?.fingerprint === wanted) return;
  if (running !== undefined) await stopProcess(component.name, 10);
  for (const endpoint of component.listens) await failIfTaken(component, endpoint);
  const child = startProcess(component.name, component.program, component.args, wanted);
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (error) => reject(new EnvironmentProblem(cannotStart(component, error))));
  });
}

/** Everything that a running process was started with. */
function fingerprint(component: Component): string {
  const files = component.configuration.map((name) => readFileSync(configurationFile(name), "utf8"));
  return createHash("sha256")
    .update(JSON.stringify([component.program, component.args, files]))
    .digest("hex")
    .slice(0, 16);
}

async function failIfTaken(component: Component, endpoint: string): Promise<void> {
  let holder = findHolder(endpoint);
  // A socket without a process belongs to one that is just ending.
  for (let round = 0; round < 60 && holder !== undefined && holder.pid === undefined; round++) {
    await sleep(pollMilliseconds);
    holder = findHolder(endpoint);
  }
  if (holder === undefined) return;
  const who =
    holder.pid === undefined ? "an unknown process" : `process ${holder.pid} (${holder.command.slice(0, 120)})`;
  throw new EnvironmentProblem(
    `port ${endpoint} is needed by ${component.name} but ${who} holds it; end that process${serviceHint(holder.command)} and try again`,
  );
}

/** Installing the distribution's packages starts their services if systemd is running. */
function serviceHint(command: string): string {
  const service = ["docker-registry", "etcd", "coredns", "k3s"].find((name) => command.includes(name));
  const managed = service !== undefined && existsSync("/run/systemd/system");
  return managed ? ` (systemctl disable --now ${service}, if it is a service)` : "";
}

function failIfDead(component: Component): void {
  if (findProcess(component.name) !== undefined) return;
  const lines = lastLogLines(component.name);
  throw new EnvironmentProblem(
    `${component.name} ended right after its start; its last lines (${logFile(component.name)}):\n  ${lines}`,
  );
}

function cannotStart(component: Component, error: Error): string {
  return `${component.name} cannot be started from "${component.program}": ${error.message}`;
}
