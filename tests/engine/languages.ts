// The languages of examples/languages: what each program greets with, what it needs, and how its traffic is written.

export interface Language {
  greets: string;
  /** The file of the program that has the function's arguments. */
  file: string;
  /** The argument that gives a revision all of the traffic. */
  traffic: (revision: string) => string;
  /** `pulumi install` writes the program's SDK. */
  installs?: boolean;
  /** Programs that have to be on PATH beside Pulumi, Node.js, Python and Go. */
  needs?: string[];
}

export const languages = {
  yaml: {
    greets: "YAML",
    file: "Pulumi.yaml",
    traffic: (revision) => `traffic: [{ revision: ${revision}, percent: 100 }]`,
  },
  typescript: {
    greets: "TypeScript",
    file: "index.ts",
    traffic: (revision) => `traffic: [{ revision: "${revision}", percent: 100 }],`,
    installs: true,
  },
  python: {
    greets: "Python",
    file: "__main__.py",
    traffic: (revision) => `traffic=[{"revision": "${revision}", "percent": 100}],`,
    installs: true,
  },
  go: {
    greets: "Go",
    file: "main.go",
    traffic: (revision) =>
      `Traffic: []knativefaas.FunctionTrafficArgs{{Revision: pulumi.String("${revision}"), Percent: pulumi.IntRef(100)}},`,
  },
  java: {
    greets: "Java",
    file: "src/main/java/com/example/App.java",
    traffic: (revision) =>
      `.traffic(com.pulumi.knativefaas.inputs.FunctionTrafficArgs.builder().revision("${revision}").percent(100).build())`,
    needs: ["javac", "mvn", "pulumi-language-java"],
  },
} satisfies Record<string, Language>;

export type LanguageName = keyof typeof languages;

/** The program's text with the argument before the variables of the environment, which each of them has. */
export function withTraffic(language: Language, text: string, revision: string): string {
  return text.replace(/^([ \t]*)(?=\.?env\b)/im, `$1${language.traffic(revision)}\n$1`);
}
