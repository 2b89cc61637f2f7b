// `$(NAME)` in values of environment variables, as Kubernetes replaces it. Pure.

/** `$$` is a dollar sign, and a name without a variable stays as it is written. */
export function expanded(text: string, variables: Record<string, string>): string {
  return text.replace(/\$\$|\$\(([^)]*)\)/g, (found, name) => {
    if (found === "$$") return "$";
    return Object.hasOwn(variables, name) ? (variables[name] as string) : found;
  });
}
