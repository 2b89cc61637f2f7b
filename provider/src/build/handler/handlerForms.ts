// The forms that a handler may have, as Go types, and how the generated program calls each.

/** How a handler is created and called. */
export interface Handler {
  /** `New` creates an instance with a method `Handle`; `New with error` may return an error; `Handle` is the function itself. */
  entry: "New" | "New with error" | "Handle";
  /** Its type as Go writes it. */
  form: string;
}

interface Form {
  type: string;
  /** The handler passed to serve.go, or to receive of cloudevents.go; `own` is the user's. */
  wrap: (own: string) => string[];
  /** Packages that the generated program imports for it. */
  imports: string[];
  /** Packages of the SDK that the program requires for it: the user's imports must include them. */
  sdk: string[];
}

const sdkRoot = "github.com/cloudevents/sdk-go/v2";

/** Packages of the CloudEvents SDK that a program may use if the handler's own imports include them. */
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

/** The signatures of the SDK's client: any of its parameters, and its results with or without an event. */
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

/** The forms that these packages of the SDK allow. */
export function formsWith(packages: string[]): Form[] {
  return forms.filter((form) => form.sdk.every((one) => packages.includes(one)));
}

export const isForm = (type: string) => forms.some((form) => form.type === type);

export function formOf({ form }: Handler): Form {
  return forms.find(({ type }) => type === form) as Form;
}

/** Whether it receives events: the program then needs the SDK. */
export const takesEvents = (handler: Handler) => formOf(handler).imports.includes(sdk.event);
