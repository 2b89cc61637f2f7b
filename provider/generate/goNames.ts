// Names of properties and types as Go writes them: exported, with initialisms in capitals.

const initialisms = [
  "api",
  "ca",
  "cesql",
  "cpu",
  "csi",
  "dns",
  "fs",
  "grpc",
  "http",
  "id",
  "ip",
  "mqtt",
  "qos",
  "sasl",
  "tcp",
  "tls",
  "url",
];

export function goName(name: string): string {
  const words = name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+/g) ?? [];
  return words.map((word) => (initialisms.includes(word.toLowerCase()) ? word.toUpperCase() : capital(word))).join("");
}

/** The package says already that it is a function's. */
export function goTypeName(type: string): string {
  return goName(type.replace(/^Function(?=.)/, ""));
}

/** Lines with their columns aligned, as gofmt has them. */
export function aligned(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) =>
    row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join(" "),
  );
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
