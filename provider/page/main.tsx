// The page of `knative-faas console`: a map of the stack, a list beside it, and the part that is opened.
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { type ConsoleData, follow, isFile, nothing } from "./consoleData";
import { ListView } from "./listView";
import { MapView } from "./mapView";
import { NodeView } from "./nodeView";
import { PlanBar } from "./planBar";
import { standing } from "./words";

function Page() {
  const [data, setData] = useState<ConsoleData>(nothing);
  const [chosen, choose] = useState<string | undefined>();
  const [search, setSearch] = useState("");
  useEffect(() => follow(setData), []);
  useEffect(() => {
    document.title = data.stack === "" ? "knative-faas" : `${data.stack} – knative-faas`;
  }, [data.stack]);
  useEffect(() => closeOnEscape(() => choose(undefined)), []);
  const wanted = search.trim().toLowerCase();
  const matches = (id: string) => wanted === "" || wordsOf(data, id).includes(wanted);
  const views = { data, chosen, choose, matches };
  return (
    <>
      <header>
        <h1>{data.stack || "knative-faas"}</h1>
        <input
          type="search"
          placeholder="Search"
          aria-label="search"
          value={search}
          onInput={({ currentTarget }) => setSearch(currentTarget.value)}
        />
        {!isFile && <PreviewButton plan={data.plan} />}
        <Counts data={data} />
      </header>
      <Troubles data={data} />
      <PlanBar plan={data.plan} />
      <main>
        <ListView {...views} />
        <MapView {...views} />
        {chosen !== undefined && <NodeView {...{ data, id: chosen, choose }} />}
      </main>
    </>
  );
}

function PreviewButton({ plan: { state } }: Pick<ConsoleData, "plan">) {
  const isRunning = state === "running";
  return (
    <button
      type="button"
      class="preview"
      disabled={isRunning}
      onClick={() => void fetch("/preview", { method: "POST" })}
    >
      {isRunning ? "Preview runs…" : "Preview an update"}
    </button>
  );
}

/** What a search looks through. */
function wordsOf({ map, statuses }: ConsoleData, id: string): string {
  const node = map.nodes.find((one) => one.id === id);
  const status = statuses[id];
  return [id, node?.title, node?.detail, node?.kind, standing(status), ...(status?.problems ?? [])]
    .join(" ")
    .toLowerCase();
}

function Counts({ data: { statuses } }: { data: ConsoleData }) {
  const counts = new Map<string, number>();
  for (const status of Object.values(statuses)) counts.set(status.status, (counts.get(status.status) ?? 0) + 1);
  return (
    <p class="counts" role="status">
      {[...counts].map(([word, count]) => (
        <span key={word} class={word}>
          {count} {word}
        </span>
      ))}
    </p>
  );
}

function Troubles({ data: { isConnected, problems } }: { data: ConsoleData }) {
  const all = isConnected
    ? problems
    : ["The command knative-faas console does not answer; what is shown may be out of date."];
  return (
    <>
      {all.map((problem) => (
        <p key={problem} class="trouble" role="alert">
          {problem}
        </p>
      ))}
    </>
  );
}

function closeOnEscape(close: () => void): () => void {
  const onKeyDown = ({ key }: KeyboardEvent) => key === "Escape" && close();
  addEventListener("keydown", onKeyDown);
  return () => removeEventListener("keydown", onKeyDown);
}

render(<Page />, document.body);
