// The forms that a handler may have, as Go types, and how the program around it calls each.

/** How a handler is made and called. */
export interface Handler {
  /** `New` makes an instance with a method `Handle`; `New with error` may fail at it; `Handle` is the function itself. */
  entry: "New" | "New with error" | "Handle";
  /** Its type as Go writes it. */
  form: string;
}

interface Form {
  type: string;
  /** The handler that serve.go, or receive of cloudevents.go, is given; `own` is the user's. */
  wrap: (own: string) => string[];
  /** Packages of the generated program that it names. */
  imports: string[];
  /** Packages of the SDK that the program needs for it: they have to be among those that the user's imports lead to. */
  sdk: string[];
}

const sdkRoot = "github.com/cloudevents/sdk-go/v2";

/** Packages of the CloudEvents SDK that a program may be built with where the handler's own imports lead to them. */
export const sdk = {
  event: `${sdkRoot}/event`,
  protocol: `${sdkRoot}/protocol`,
  http: `${sdkRoot}/protocol/http`,
};

const http: Form[] = [
  {
    type: "func(http.ResponseWriter, *http.Request)",
    wrap: (own) => [`http.HandlerFunc(${own})`],
    imports: ["net/http"],
    sdk: [],
  },
  {
    type: "func(context.Context, http.ResponseWriter, *http.Request)",
    wrap: (own) => [
      "http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {",
      `\t${own}(r.Context(), w, r)`,
      "})",
    ],
    imports: ["net/http"],
    sdk: [],
  },
];

const replies = ["*event.Event", "(*event.Event, error)", "(*event.Event, protocol.Result)"];

/** Those of the SDK's client: any of its parameters, and what it may return with an event or without one. */
const events: Form[] = ["", "ctx", "in", "ctx, in"].flatMap((parameters) =>
  ["", "error", "protocol.Result", ...(parameters.endsWith("in") ? replies : [])].map((results) =>
    eventForm(parameters, results),
  ),
);

const forms = [...http, ...events];

function eventForm(parameters: string, results: string): Form {
  const types = parameters.replace("ctx", "context.Context").replace("in", "event.Event");
  const call = (own: string) => `${own}(${parameters})`;
  return {
    type: `func(${types})${results === "" ? "" : ` ${results}`}`,
    wrap: (own) => [
      "receive(func(ctx context.Context, in event.Event) (*event.Event, error) {",
      ...bodyOf(results, call(own)).map((line) => `\t${line}`),
      "})",
    ],
    imports: ["context", sdk.event],
    sdk: [sdk.event, ...(results.includes("protocol.") ? [sdk.protocol] : [])],
  };
}

function bodyOf(results: string, call: string): string[] {
  if (results === "") return [call, "return nil, nil"];
  if (results === "*event.Event") return [`return ${call}, nil`];
  return results.startsWith("(") ? [`out, err := ${call}`, "return out, err"] : [`return nil, ${call}`];
}

/** Those that can be named with these packages of the SDK. */
export function formsWith(packages: string[]): Form[] {
  return forms.filter((form) => form.sdk.every((one) => packages.includes(one)));
}

export const isForm = (type: string) => forms.some((form) => form.type === type);

export function formOf({ form }: Handler): Form {
  return forms.find(({ type }) => type === form) as Form;
}

/** Whether it takes events: the program then needs the SDK. */
export const takesEvents = (handler: Handler) => formOf(handler).imports.includes(sdk.event);
