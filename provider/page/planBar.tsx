// What a preview says of the whole stack: how much an update would change, or why that is not known.
import type { ConsoleData } from "./consoleData";

export function PlanBar({ plan: { state, words, nodes } }: Pick<ConsoleData, "plan">) {
  if (state === "none" || state === "running") return null;
  const marks = Object.values(nodes).map(({ mark }) => mark);
  const count = (wanted: string) => marks.filter((mark) => mark === wanted).length;
  const counts = ["new", "changed", "leaving"].filter((mark) => count(mark) > 0);
  return (
    <section class={`plan ${state}`} aria-label="preview" role="status">
      {counts.length > 0 && (
        <p>
          An update:{" "}
          {counts.map((mark) => (
            <span key={mark} class={`mark ${mark}`}>
              {count(mark)} {mark}
            </span>
          ))}
        </p>
      )}
      {words.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </section>
  );
}
