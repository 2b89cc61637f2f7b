// Parses CESQL expressions into trees, with the precedences of the CloudEvents SDK for Go (sql/v2, CESQLParser.g4).
import { type Token, tokens } from "./cesqlLexer";

export type Expression =
  | { kind: "literal"; value: string | number | boolean }
  | { kind: "attribute"; name: string }
  | { kind: "exists"; name: string }
  | { kind: "call"; name: string; args: Expression[] }
  | { kind: "not" | "negate"; of: Expression }
  | { kind: "like"; of: Expression; pattern: string }
  | { kind: "in"; of: Expression; set: Expression[] }
  | { kind: "binary"; operator: string; left: Expression; right: Expression };

/** Higher levels bind first; AND, OR and XOR share one level, and their right operand extends to the end. */
const levels = { not: 11, negate: 10, like: 9, in: 7, multiply: 6, add: 5, compare: 4, logic: 3 };

const binary: Record<string, number> = {
  ...Object.fromEntries(["*", "/", "%"].map((sign) => [sign, levels.multiply])),
  ...Object.fromEntries(["+", "-"].map((sign) => [sign, levels.add])),
  ...Object.fromEntries(["=", "!=", "<>", ">=", "<=", "<", ">"].map((sign) => [sign, levels.compare])),
  ...Object.fromEntries(["AND", "OR", "XOR"].map((word) => [word, levels.logic])),
};

/** Throws a SyntaxError with the position and what was expected there. */
export function parse(text: string): Expression {
  const parser = new Parser(tokens(text));
  const expression = parser.expression(0);
  parser.end();
  return expression;
}

class Parser {
  private index = 0;

  constructor(private readonly all: Token[]) {}

  end(): void {
    if (this.next().kind !== "end") this.fail("an operator or the end");
  }

  expression(least: number): Expression {
    let left = this.primary();
    for (let more = this.extended(left, least); more !== undefined; more = this.extended(left, least)) left = more;
    return left;
  }

  /** The expression combined with the operator after it, if that binds at least as tightly as `least`. */
  private extended(left: Expression, least: number): Expression | undefined {
    const negated = this.is("keyword", "NOT") ? 1 : 0;
    const word = this.all[this.index + negated];
    if (word?.text === "LIKE" && word.kind === "keyword" && levels.like >= least) return this.like(left, negated);
    if (word?.text === "IN" && word.kind === "keyword" && levels.in >= least) return this.in(left, negated);
    const { kind, text: operator } = this.next();
    const level = kind === "symbol" || kind === "keyword" ? binary[operator] : undefined;
    if (level === undefined || level < least) return undefined;
    this.index++;
    const right = this.expression(level === levels.logic ? level : level + 1);
    return { kind: "binary", operator, left, right };
  }

  private like(of: Expression, negated: number): Expression {
    this.index += 1 + negated;
    const pattern = this.take("string", "a quoted string").text;
    return maybeNot({ kind: "like", of, pattern }, negated);
  }

  private in(of: Expression, negated: number): Expression {
    this.index += 1 + negated;
    const set = this.list();
    if (set.length === 0) this.fail("a list with at least one value");
    return maybeNot({ kind: "in", of, set }, negated);
  }

  private primary(): Expression {
    if (this.skip("keyword", "NOT")) return { kind: "not", of: this.expression(levels.not) };
    if (this.skip("symbol", "-")) return { kind: "negate", of: this.expression(levels.negate) };
    if (this.skip("keyword", "EXISTS")) return { kind: "exists", name: this.name() };
    if (this.skip("keyword", "TRUE")) return { kind: "literal", value: true };
    if (this.skip("keyword", "FALSE")) return { kind: "literal", value: false };
    if (this.is("symbol", "(")) return this.inBrackets();
    return this.atom();
  }

  private atom(): Expression {
    const { kind, text } = this.next();
    switch (kind) {
      case "string":
        this.index++;
        return { kind: "literal", value: text };
      case "integer":
        return { kind: "literal", value: this.integer() };
      case "word":
        return this.attributeOrCall();
      default:
        return this.fail("an attribute, a value, a function, NOT, EXISTS or a bracket");
    }
  }

  private integer(): number {
    const value = Number(this.next().text);
    if (value !== (value | 0)) this.fail("a 32-bit integer");
    this.index++;
    return value;
  }

  private attributeOrCall(): Expression {
    const after = this.all[this.index + 1];
    if (after?.kind !== "symbol" || after.text !== "(") return { kind: "attribute", name: this.name() };
    const { text } = this.next();
    if (/\d/.test(text)) this.fail("the name of a function, without digits");
    this.index++;
    return { kind: "call", name: text.toUpperCase(), args: this.list() };
  }

  private name(): string {
    const { text } = this.next();
    if (this.next().kind !== "word" || text.includes("_")) this.fail("the name of an attribute: letters and digits");
    this.index++;
    return text.toLowerCase();
  }

  private inBrackets(): Expression {
    this.index++;
    const inner = this.expression(0);
    this.take("symbol", ")", ")");
    return inner;
  }

  private list(): Expression[] {
    this.take("symbol", "(", "(");
    const all: Expression[] = [];
    if (this.skip("symbol", ")")) return all;
    do all.push(this.expression(0));
    while (this.skip("symbol", ","));
    this.take("symbol", '"," or ")"', ")");
    return all;
  }

  private next(): Token {
    return this.all[this.index] as Token;
  }

  private is(kind: Token["kind"], text: string): boolean {
    return this.next().kind === kind && this.next().text === text;
  }

  private skip(kind: Token["kind"], text: string): boolean {
    const there = this.is(kind, text);
    if (there) this.index++;
    return there;
  }

  private take(kind: Token["kind"], expected: string, text?: string): Token {
    const token = this.next();
    if (token.kind !== kind || (text !== undefined && token.text !== text)) this.fail(expected);
    this.index++;
    return token;
  }

  private fail(expected: string): never {
    const { text, at, kind } = this.next();
    throw new SyntaxError(
      `character ${at}: expected ${expected}, found ${kind === "end" ? text : JSON.stringify(text)}`,
    );
  }
}

function maybeNot(of: Expression, negated: number): Expression {
  return negated === 0 ? of : { kind: "not", of };
}
