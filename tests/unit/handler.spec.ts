// The program generated around a handler: its files, and how its main calls each form.
import assert from "node:assert/strict";
import type { Listed } from "../../provider/src/build/go/goModule";
import { programOf } from "../../provider/src/build/handler/handler";
import { formsWith, type Handler, sdk } from "../../provider/src/build/handler/handlerForms";

const listed = (packages: string[]) => ({ importPath: "example.com/fn", sdk: packages }) as unknown as Listed;
const all = Object.values(sdk);

const mainOf = (handler: Handler) => programOf(listed(all), handler)["main.go"] as string;
const bodyOf = (handler: Handler) =>
  mainOf(handler)
    .split("func main() {\n")[1]
    ?.replace(/\n\}\n$/, "");

/** How a handler is created, its type, and the body of main. */
const bodies: [Handler["entry"], string, string][] = [
  ["Handle", "func(http.ResponseWriter, *http.Request)", "\tserve(nil, http.HandlerFunc(function.Handle))"],
  [
    "New",
    "func(http.ResponseWriter, *http.Request)",
    "\tinstance := function.New()\n\tserve(instance, http.HandlerFunc(instance.Handle))",
  ],
  [
    "New with error",
    "func(context.Context, http.ResponseWriter, *http.Request)",
    `	instance, err := function.New()
	fatal("make", err)
	serve(instance, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		instance.Handle(r.Context(), w, r)
	}))`,
  ],
  ["Handle", "func()", received("function.Handle()\n\t\treturn nil, nil")],
  ["Handle", "func(context.Context) error", received("return nil, function.Handle(ctx)")],
  ["Handle", "func(event.Event) protocol.Result", received("return nil, function.Handle(in)")],
  ["Handle", "func(event.Event) *event.Event", received("return function.Handle(in), nil")],
  [
    "Handle",
    "func(context.Context, event.Event) (*event.Event, protocol.Result)",
    received("out, err := function.Handle(ctx, in)\n\t\treturn out, err"),
  ],
];

function received(body: string): string {
  return `	serve(nil, receive(func(ctx context.Context, in event.Event) (*event.Event, error) {
		${body}
	}))`;
}

describe("builds: programs around handlers", () => {
  for (const [entry, form, body] of bodies) it(`${entry}, ${form}`, () => assert.equal(bodyOf({ entry, form }), body));

  it("a main is for all versions of the language from 1.21 on, whatever the module is written in", () => {
    const main = mainOf({ entry: "Handle", form: "func(http.ResponseWriter, *http.Request)" });
    assert.equal(
      main.split("func main")[0],
      '// Runs the handler of this package.\n\n//go:build go1.21\n\npackage main\n\nimport (\n\t"net/http"\n\n\tfunction "example.com/fn"\n)\n\n',
    );
  });

  it("takes what the SDK's client takes, where the handler's imports lead to the SDK", () => {
    const types = (packages: string[]) => formsWith(packages).map(({ type }) => type);
    assert.equal(types([]).length, 2);
    assert.deepEqual(types([sdk.event]).slice(2), [
      "func()",
      "func() error",
      "func(context.Context)",
      "func(context.Context) error",
      "func(event.Event)",
      "func(event.Event) error",
      "func(event.Event) *event.Event",
      "func(event.Event) (*event.Event, error)",
      "func(context.Context, event.Event)",
      "func(context.Context, event.Event) error",
      "func(context.Context, event.Event) *event.Event",
      "func(context.Context, event.Event) (*event.Event, error)",
    ]);
    const more = types(all).filter((type) => !types([sdk.event]).includes(type));
    assert.deepEqual(more, [
      "func() protocol.Result",
      "func(context.Context) protocol.Result",
      "func(event.Event) protocol.Result",
      "func(event.Event) (*event.Event, protocol.Result)",
      "func(context.Context, event.Event) protocol.Result",
      "func(context.Context, event.Event) (*event.Event, protocol.Result)",
    ]);
  });

  it("has the SDK's statuses only where it is built with them", () => {
    const names = (packages: string[], form: string) =>
      Object.keys(programOf(listed(packages), { entry: "Handle", form }));
    const served = ["main.go", "serve.go", "protocols.go", "protocols_old.go"];
    assert.deepEqual(names([], "func(http.ResponseWriter, *http.Request)"), served);
    assert.deepEqual(names([sdk.event], "func(event.Event)"), [...served, "cloudevents.go", "headers.go", "error.go"]);
    assert.deepEqual(names(all, "func(event.Event)"), [...served, "cloudevents.go", "headers.go", "result.go"]);
  });
});
