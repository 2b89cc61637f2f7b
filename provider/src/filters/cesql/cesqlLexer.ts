// Splits CESQL expressions into tokens, with the grammar of the CloudEvents SDK for Go (sql/v2, CESQLLexer.g4).

export type TokenKind = "keyword" | "symbol" | "string" | "integer" | "word" | "end";

export interface Token {
  kind: TokenKind;
  /** Keywords in capitals; a string without its quotes. */
  text: string;
  /** Its position, starting at 1. */
  at: number;
}

const keywords = ["AND", "OR", "XOR", "NOT", "LIKE", "EXISTS", "IN", "TRUE", "FALSE"];

/** The longest match wins: "5-3" is 5 and -3, "12ab" a word. */
const patterns: [TokenKind | "blank", RegExp][] = [
  ["blank", /[ \t\r\n]+/y],
  ["string", /"(?:\\[\s\S]|""|[^"\\])*"|'(?:\\[\s\S]|''|[^'\\])*'/y],
  ["word", /[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*|[A-Za-z][A-Za-z_]*/y],
  ["integer", /[+-]?[0-9]+/y],
  ["symbol", /!=|<>|>=|<=|[=<>*/%+\-(),]/y],
];

export function tokens(text: string): Token[] {
  const found: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const [kind, match] = longest(text, at);
    if (kind !== "blank") found.push(token(kind, match, at + 1));
    at += match.length;
  }
  return [...found, { kind: "end", text: "the end", at: text.length + 1 }];
}

function longest(text: string, at: number): [TokenKind | "blank", string] {
  const matches = patterns.flatMap(([kind, pattern]): [TokenKind | "blank", string][] => {
    pattern.lastIndex = at;
    const match = pattern.exec(text)?.[0];
    const underscored = kind === "word" ? underscoredAt(text, at) : undefined;
    const best = (underscored?.length ?? 0) > (match?.length ?? 0) ? underscored : match;
    return best === undefined ? [] : [[kind, best]];
  });
  const [first, ...others] = matches;
  if (first === undefined) throw new SyntaxError(`character ${at + 1}: ${JSON.stringify(text[at])} is unexpected`);
  return others.reduce((best, one) => (one[1].length > best[1].length ? one : best), first);
}

/** A function name may contain underscores, but no digits. */
function underscoredAt(text: string, at: number): string | undefined {
  const pattern = /[A-Za-z][A-Za-z_]*/y;
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function token(kind: TokenKind, match: string, at: number): Token {
  const upper = match.toUpperCase();
  if (kind === "word" && keywords.includes(upper)) return { kind: "keyword", text: upper, at };
  return { kind, text: kind === "string" ? unquoted(match) : match, at };
}

/** Unescapes only the quote itself (parser/expression_visitor.go). */
function unquoted(match: string): string {
  const quote = match[0] as string;
  return match.slice(1, -1).replaceAll(`\\${quote}`, quote);
}
