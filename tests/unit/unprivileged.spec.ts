// Which functions run as non-root by default: those with images that ko built, unless their user is set.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { unprivileged } from "../../provider/src/function/container/unprivileged";
import type { FunctionArgs } from "../../provider/src/function/functionArgs.gen";
import { nothing, release } from "./previous";

const image = "registry.example.com/hello@sha256:1";
const source = { directory: "./hello" };
const own = { runAsNonRoot: true };
const of = (builder?: string) => release("hello-0000000001", builder === undefined ? {} : { builder });

const known = <T>(value: pulumi.Input<T>) =>
  new Promise<T>((resolve) => pulumi.output(value).apply((found) => resolve(found as T)));

const cases: [string, FunctionArgs, string | undefined, object | undefined][] = [
  ["a source", { source }, undefined, own],
  [
    "a source, beside what is said",
    { source, securityContext: { runAsGroup: 1 } },
    undefined,
    { ...own, runAsGroup: 1 },
  ],
  [
    "a source with a user of its own",
    { source, securityContext: { runAsUser: 5 } },
    undefined,
    { ...own, runAsUser: 5 },
  ],
  ["a source as root", { source, securityContext: { runAsUser: 0 } }, undefined, { runAsUser: 0 }],
  [
    "a source whose user says no",
    { source, securityContext: { runAsNonRoot: false } },
    undefined,
    { runAsNonRoot: false },
  ],
  ["a source in a Pod of root", { source, pod: { securityContext: { runAsUser: 0 } } }, undefined, undefined],
  ["an image", { image }, "ko", undefined],
  ["a Dockerfile", { dockerfile: { directory: "." } }, "ko", undefined],
  ["a release that ko has built", { release: of("ko") }, undefined, own],
  ["a release of a Dockerfile", { release: of("docker") }, "ko", {}],
  ["the image of before, which ko has built", {}, "ko", own],
  ["the image of before, which was given", {}, undefined, {}],
];

describe("function: images that run as no root", () => {
  for (const [title, args, before, expected] of cases)
    it(title, async () => {
      const last = of(before);
      const previous = pulumi.output({ ...nothing, revision: last.revision, releases: [last] });
      const found = await known(unprivileged(args, previous).securityContext);
      assert.deepEqual(found && JSON.parse(JSON.stringify(found)), expected);
    });
});
