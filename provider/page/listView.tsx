// The list of a stack's parts, for those who read rather than look, and for narrow screens.
import type { ConsoleData } from "./consoleData";
import { signs, standing, summary } from "./words";

interface Props {
  data: ConsoleData;
  chosen: string | undefined;
  choose: (id: string) => void;
  matches: (id: string) => boolean;
}

export function ListView({ data: { map, statuses }, chosen, choose, matches }: Props) {
  const shown = map.nodes.filter(({ id }) => matches(id));
  return (
    <nav class="list" aria-label="parts of the stack">
      {shown.length === 0 && (
        <p class="none">{map.nodes.length === 0 ? "The stack has nothing to show yet." : "Nothing matches."}</p>
      )}
      <ul>
        {shown.map((node) => {
          const sign = standing(statuses[node.id]);
          return (
            <li key={node.id}>
              <button type="button" class={sign} aria-current={node.id === chosen} onClick={() => choose(node.id)}>
                <span class="sign" role="img" aria-label={sign}>
                  {signs[sign]}
                </span>
                <span class="title">{node.title}</span>
                <span class="line">
                  {node.kind}, {summary(node, statuses[node.id])}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
