// Decodes the stack's resources in the engine's answer (protobuf: pulumirpc.InvokeResponse): each one only when it is read. The SDK decodes
// all of them, and writes them into a debug message.

// biome-ignore lint/suspicious/noExplicitAny: the outputs of a resource of any type
export type Outputs = any;

/** By URN. */
export type State = Record<string, { type: string; outputs: Outputs }>;

/** Of an InvokeResponse, a CheckFailure, a Struct, an entry of its map, a Value and a ListValue (google/protobuf/struct.proto). */
const response = { answer: 1, failures: 2 };
const failure = { reason: 2 };
const struct = { fields: 1 };
const entry = { key: 1, value: 2 };
const value = { number: 2, string: 3, bool: 4, struct: 5, list: 6 };
const list = { values: 1 };

/** What marks an object as a special value, and that of a secret (pulumi v3.276, sdk/go/common/resource/sig). */
const signature = "4dabf18193072939515e22adb298388d";
const secret = "1b47061264138c4ac30d75fd1eb44270";

/** Throws the engine's reason if it refused. Undefined if it named no resources. */
export function stateIn(bytes: Buffer): State | undefined {
  let outputs: Buffer | undefined;
  for (const [field, content] of fieldsOf(bytes)) {
    if (field === response.failures) throw new Error(textIn(content, failure.reason));
    if (field === response.answer) outputs = entriesIn(content).get("outputs");
  }
  const resources = outputs && partOf(outputs, value.struct);
  return resources && Object.fromEntries([...entriesIn(resources)].map(([urn, one]) => [urn, new WireResource(one)]));
}

/** A resource that is decoded when it is read. */
class WireResource {
  private content: Map<string, Buffer> | undefined;
  private decoded: unknown;

  constructor(private readonly bytes: Buffer) {}

  get type(): string {
    return this.part("type") as string;
  }

  get outputs(): Outputs {
    this.decoded ??= this.part("outputs");
    return this.decoded;
  }

  private part(name: string): unknown {
    this.content ??= entriesIn(partOf(this.bytes, value.struct) ?? Buffer.alloc(0));
    const found = this.content.get(name);
    return found && valueIn(found);
  }
}

function valueIn(bytes: Buffer): unknown {
  for (const [field, content] of fieldsOf(bytes)) {
    if (field === value.number) return content.readDoubleLE();
    if (field === value.string) return content.toString();
    if (field === value.bool) return content[0] === 1;
    if (field === value.struct) return objectIn(content);
    if (field === value.list) return listIn(content);
  }
  return null;
}

function objectIn(bytes: Buffer): unknown {
  const object = Object.fromEntries([...entriesIn(bytes)].map(([key, content]) => [key, valueIn(content)]));
  return object[signature] === secret ? object.value : object;
}

function listIn(bytes: Buffer): unknown[] {
  const values: unknown[] = [];
  for (const [field, content] of fieldsOf(bytes)) if (field === list.values) values.push(valueIn(content));
  return values;
}

function entriesIn(bytes: Buffer): Map<string, Buffer> {
  const entries = new Map<string, Buffer>();
  for (const [field, content] of fieldsOf(bytes))
    if (field === struct.fields)
      entries.set(textIn(content, entry.key), partOf(content, entry.value) ?? Buffer.alloc(0));
  return entries;
}

const textIn = (bytes: Buffer, field: number): string => partOf(bytes, field)?.toString() ?? "";

function partOf(bytes: Buffer, wanted: number): Buffer | undefined {
  for (const [field, content] of fieldsOf(bytes)) if (field === wanted) return content;
  return undefined;
}

const varint = 0;
const fixed64 = 1;
const delimited = 2;
const fixed32 = 5;

/** Each field of a message with its content; that of a varint is its first seven bits, as no larger one is needed. */
function* fieldsOf(bytes: Buffer): Generator<[field: number, content: Buffer]> {
  let at = 0;
  const number = () => {
    let result = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++] ?? 0;
      result += (byte & 127) * factor;
      if (byte < 128) return result;
    }
  };
  while (at < bytes.length) {
    const tag = number();
    const lengths: Record<number, () => number> = { [fixed64]: () => 8, [delimited]: number, [fixed32]: () => 4 };
    const length = lengths[tag & 7];
    if (length === undefined && (tag & 7) !== varint) throw new Error("the engine's answer can't be read");
    if (length === undefined) yield [tag >>> 3, Buffer.of(number() & 127)];
    else {
      const size = length();
      yield [tag >>> 3, bytes.subarray(at, at + size)];
      at += size;
    }
  }
}

/** The request for them (pulumirpc.ResourceInvokeRequest): a token, and arguments with one text. */
export function stateRequest(token: string, stackName: string): Buffer {
  const part = (field: number, content: Buffer) =>
    Buffer.concat([Buffer.of((field << 3) | delimited), size(content.length), content]);
  const text = part(value.string, Buffer.from(stackName));
  const pair = Buffer.concat([part(entry.key, Buffer.from("stackName")), part(entry.value, text)]);
  return Buffer.concat([part(1, Buffer.from(token)), part(2, part(struct.fields, pair))]);
}

function size(length: number): Buffer {
  const bytes: number[] = [];
  for (let left = length; ; left = Math.floor(left / 128)) {
    bytes.push(left < 128 ? left : (left & 127) | 128);
    if (left < 128) return Buffer.from(bytes);
  }
}
