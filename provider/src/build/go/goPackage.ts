// A package as `go list -json` writes it.

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
