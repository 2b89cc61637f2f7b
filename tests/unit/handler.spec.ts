// What a Go package is told to be, from its source alone: a handler of one of the forms, or neither and why.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { kindOf } from "../../provider/src/builders/handler";

const events = (signature: string, body: string) => `package function

import (
	"context"

	"github.com/cloudevents/sdk-go/v2/event"
)

var _ context.Context

func Handle${signature} {
${body}
}

var _ event.Event
`;

describe("builds: handlers in source", () => {
  let root: string;
  before(() => {
    root = mkdtempSync(join(tmpdir(), "handler-"));
  });
  after(() => rmSync(root, { recursive: true }));

  const place = (name: string, files: Record<string, string>) => {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name, file)), { recursive: true });
      writeFileSync(join(root, name, file), text);
    }
    return join(root, name);
  };

  const signatures: [string, string][] = [
    ["()", ""],
    ["() error", "\treturn nil"],
    ["(ctx context.Context)", ""],
    ["(ctx context.Context) error", "\treturn nil"],
    ["(e event.Event)", ""],
    ["(e event.Event) error", "\treturn nil"],
    ["(ctx context.Context, e event.Event)", ""],
    ["(ctx context.Context, e event.Event) error", "\treturn nil"],
    ["(e event.Event) *event.Event", "\treturn &e"],
    ["(e event.Event) (*event.Event, error)", "\treturn &e, nil"],
    ["(ctx context.Context, e event.Event) *event.Event", "\treturn &e"],
  ];
  for (const [signature, body] of signatures)
    it(`Handle${signature} is a CloudEvents handler`, () => {
      const directory = place(`signature${signatures.findIndex(([one]) => one === signature)}`, {
        "handle.go": events(signature, body),
      });
      assert.deepEqual(kindOf(directory), { kind: "handler", handler: { entry: "Handle", style: "cloudevents" } });
    });

  /** Source, and what is said of it. */
  const wrong: [string, string, RegExp][] = [
    [
      "neither",
      "package lib\n\nfunc Other() {}\n",
      /expected package main .* or a package that exports Handle\(http\.ResponseWriter, \*http\.Request\)[\s\S]*it is package lib without either/,
    ],
    [
      "another signature",
      "package lib\n\nfunc Handle(name string) int { return 0 }\n",
      /package lib has Handle\(string\) \(int\)/,
    ],
    [
      "only in a comment",
      "package lib\n\n// func Handle(w http.ResponseWriter, r *http.Request) {\n",
      /without either/,
    ],
    [
      "only in a text",
      "package lib\n\nvar x = `\nfunc Handle(w http.ResponseWriter, r *http.Request) {\n`\n",
      /without either/,
    ],
  ];
  for (const [title, code, expected] of wrong)
    it(`${title}: is no handler, and told`, () => {
      const found = kindOf(place(`wrong-${title.replace(/ /g, "-")}`, { "lib.go": code }));
      assert.match((found as { reason: string }).reason, expected);
    });
});
