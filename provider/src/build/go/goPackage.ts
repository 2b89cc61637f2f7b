// A package in the output of `go list -json`.

export interface GoPackageJson {
  ImportPath: string;
  Dir?: string;
  Name?: string;
  Standard?: boolean;
  EmbedPatterns?: string[];
  CgoFiles?: string[];
  IgnoredGoFiles?: string[];
  Deps?: string[];
  Module?: { Dir?: string };
  Error?: GoErrorJson;
  DepsErrors?: GoErrorJson[];
}

export interface GoErrorJson {
  Pos?: string;
  Err: string;
}
