// The base image of every Go image here: only certificates, time zones, a user and /tmp.
import { copyFileSync, cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EnvironmentProblem } from "../progress";
import type { Tools } from "../tools/tools";
import { pushImage } from "./image";

/** Numeric, because Knative's containers set runAsNonRoot, which Kubernetes can't verify for a name. */
const user = "65532";

export const certificates = "/etc/ssl/certs/ca-certificates.crt";

export function pushBase(tools: Tools, registry: string): Promise<string> {
  return pushImage(tools, { reference: `${registry}/base:latest`, user: `${user}:${user}` }, fillBase);
}

function fillBase(root: string): void {
  writeUsers(root, user);
  copyCertificates(root);
  mkdirSync(join(root, "tmp"), { recursive: true });
  mkdirSync(join(root, "home", "nonroot"), { recursive: true });
  const zones = "/usr/share/zoneinfo";
  const spare = (source: string) => !/\/(posix|right)$/.test(source);
  if (existsSync(zones)) cpSync(zones, join(root, zones), { recursive: true, dereference: true, filter: spare });
}

export function writeUsers(root: string, id: string): void {
  mkdirSync(join(root, "etc"), { recursive: true });
  writeFileSync(
    join(root, "etc/passwd"),
    `root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:${id}:${id}:nonroot:/home/nonroot:/sbin/nologin\n`,
  );
  writeFileSync(join(root, "etc/group"), `root:x:0:\nnonroot:x:${id}:\n`);
}

export function copyCertificates(root: string): void {
  if (!existsSync(certificates)) {
    throw new EnvironmentProblem(`${certificates} is missing: install the package ca-certificates, then run it again`);
  }
  mkdirSync(join(root, "etc/ssl/certs"), { recursive: true });
  copyFileSync(certificates, join(root, certificates));
}
