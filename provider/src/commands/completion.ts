// `knative-faas completion`: scripts that complete commands and options in a shell. Pure but for the command itself.
import { UsageMistake } from "./commandErrors";
import { type Command, command, helpOption } from "./commandType";
import { print } from "./terminal";

const scripts: Record<string, (commands: Command[]) => string> = { bash, zsh, fish };

/** `all` is called when the command runs, because the command is in the list itself. */
export function completion(all: () => Command[]): Command {
  return command({
    name: "completion",
    about: "Print a script that completes commands and options in a shell",
    positionals: [{ name: "bash|zsh|fish", isRequired: true }],
    options: {},
    examples: [
      ["source <(knative-faas completion bash)", "completes in this shell"],
      ["knative-faas completion fish > ~/.config/fish/completions/knative-faas.fish", "completes in every new shell"],
    ],
    run: async ({ names: [shell = ""] }) => {
      const script = scripts[shell];
      if (script === undefined) throw new UsageMistake(`expected bash, zsh or fish, got ${JSON.stringify(shell)}`);
      print(script(all()));
    },
  });
}

const flagsOf = ({ options }: Command) => Object.keys({ ...options, ...helpOption }).map((name) => `--${name}`);

function bash(commands: Command[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  const cases = commands.map((one) => `    ${one.name}) words="${flagsOf(one).join(" ")}" ;;`);
  return `_knative_faas() {
  local words current="\${COMP_WORDS[COMP_CWORD]}"
  case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
    *) words="" ;;
  esac
  [ "$COMP_CWORD" -eq 1 ] && words="${names} --help --version"
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _knative_faas knative-faas`;
}

/** `bashcompinit` needs `compinit`, which the user's own configuration may have run before. */
function zsh(commands: Command[]): string {
  return `(( $+functions[compdef] )) || { autoload -U +X compinit && compinit; }
autoload -U +X bashcompinit && bashcompinit
${bash(commands)}`;
}

function fish(commands: Command[]): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "\\'")}'`;
  const lines = commands.flatMap(({ name, about, options }) => [
    `complete -c knative-faas -n __fish_use_subcommand -a ${name} -d ${quoted(about)}`,
    ...Object.entries({ ...options, ...helpOption }).map(
      ([option, { about: what }]) =>
        `complete -c knative-faas -n '__fish_seen_subcommand_from ${name}' -l ${option} -d ${quoted(what)}`,
    ),
  ]);
  return lines.join("\n");
}
