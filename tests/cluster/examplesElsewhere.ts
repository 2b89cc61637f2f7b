// Examples that have their own tests, and where.
export const elsewhere: Record<string, string> = {
  quickstart: "tests/environment/stack.ts",
  languages: "tests/engine/languages.spec.ts",
  automation: "tests/engine/automation.spec.ts",
  "template-typescript": "tests/engine/templates.spec.ts",
  "template-yaml": "tests/engine/templates.spec.ts",
  promotion: "tests/cluster/promotion.spec.ts",
  queue: "tests/cluster/examplePrograms.spec.ts",
  kafka: "tests/cluster/examplePrograms.spec.ts",
  mqtt: "tests/cluster/examplePrograms.spec.ts",
  "function-objects": "tests/cluster/examplePrograms.spec.ts",
};
