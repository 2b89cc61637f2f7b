// The names that users write into their programs, one line per type: changing these lines changes the public face.

interface Shape {
  properties?: object;
  inputProperties?: object;
  enum?: { value: string }[];
}

/** `schema` is the text of schema.json. */
export function names(schema: string): string {
  const { resources, types } = JSON.parse(schema) as Record<"resources" | "types", Record<string, Shape>>;
  const lines = Object.entries({ ...resources, ...types }).map(([token, shape]) => line(token, shape));
  return `${lines.join("\n")}\n`;
}

function line(token: string, { properties = {}, inputProperties, enum: values = [] }: Shape): string {
  const outputs = inputProperties === undefined ? [] : ["->", ...Object.keys(properties)];
  const inputs = Object.keys(inputProperties ?? properties);
  return [`${token.split(":").pop()}:`, ...inputs, ...outputs, ...values.map(({ value }) => value)].join(" ");
}
