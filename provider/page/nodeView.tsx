// One part of the stack, opened: its revisions, what is wrong with it, and its neighbours.
import type { ConsoleData } from "./consoleData";
import { standing } from "./words";

interface Props {
  data: ConsoleData;
  id: string;
  choose: (id: string | undefined) => void;
}

export function NodeView({ data: { map, statuses, plan }, id, choose }: Props) {
  const node = map.nodes.find((one) => one.id === id);
  if (node === undefined) return null;
  const status = statuses[id];
  const planned = plan.nodes[id];
  return (
    <aside class="node-view" aria-label={`${node.kind} ${node.title}`}>
      <button type="button" class="close" aria-label="close" onClick={() => choose(undefined)}>
        ✕
      </button>
      <h2>{node.title}</h2>
      <p class={`standing ${standing(status)}`}>
        {node.kind}, {standing(status)}
      </p>
      {planned !== undefined && (
        <section class={`planned ${planned.mark}`} aria-label="preview">
          <h3>{planned.mark} after an update</h3>
          {planned.words.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </section>
      )}
      {status?.problems.map((problem) => (
        <p key={problem} class="problem" role="alert">
          {problem}
        </p>
      ))}
      {node.detail !== undefined && <p>{node.detail}</p>}
      {status?.function !== undefined && <Revisions of={status.function} />}
      <Neighbours {...{ map, id, choose }} />
    </aside>
  );
}

type FunctionStatus = NonNullable<NonNullable<ConsoleData["statuses"][string]>["function"]>;

function Revisions({ of: { url, namespace, revisions, developer } }: { of: FunctionStatus }) {
  return (
    <>
      {url !== "" && <p class="url">{url}</p>}
      <p>namespace {namespace}</p>
      {developer !== undefined && <p>A session of knative-faas dev ({developer}) answers.</p>}
      <table>
        <thead>
          <tr>
            <th>Revision</th>
            <th>Traffic</th>
            <th>Pods</th>
          </tr>
        </thead>
        <tbody>
          {revisions.map(({ name, percent, tags, pods: { ready, total, starting, failing } }) => (
            <tr key={name}>
              <td>
                {name} {tags.map((tag) => `#${tag}`).join(" ")}
              </td>
              <td>{percent} %</td>
              <td>
                {ready}/{total}
                {starting > 0 && `, ${starting} starting`}
                {failing > 0 && `, ${failing} failing`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Neighbours({ map, id, choose }: { map: ConsoleData["map"]; id: string; choose: (id: string) => void }) {
  const titleOf = (other: string) => map.nodes.find((one) => one.id === other)?.title ?? other;
  const rows = [
    ...map.edges
      .filter(({ to }) => to === id)
      .map(({ from, label, kind }) => ({ way: "from", other: from, text: label || kind })),
    ...map.edges
      .filter(({ from }) => from === id)
      .map(({ to, label, kind }) => ({ way: "to", other: to, text: label || kind })),
  ];
  if (rows.length === 0) return null;
  return (
    <ul class="neighbours">
      {rows.map(({ way, other, text }) => (
        <li key={`${way} ${other} ${text}`}>
          {way}{" "}
          <button type="button" onClick={() => choose(other)}>
            {titleOf(other)}
          </button>
          : {text}
        </li>
      ))}
    </ul>
  );
}
