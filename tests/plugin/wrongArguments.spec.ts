// Random wrong arguments of every component, sent to the plugin: each gets a response in the package's format, and no other construct
// fails.
import assert from "node:assert/strict";
import { marker } from "../generated/mutations";
import { faultsOf } from "../generated/told";
import { isLater, type WrongArguments, wrongArguments } from "../generated/wrongArguments";
import { ConstructError, type Constructed, Secret } from "./harness";
import { type Offline, ready, startOffline } from "./offline";

/** Other mistakes with `WRONG_ARGUMENTS_SEED=2`, more of them with `WRONG_ARGUMENTS=5000`. */
const seed = Number(process.env.WRONG_ARGUMENTS_SEED ?? 1);
const count = Number(process.env.WRONG_ARGUMENTS ?? 1000);

const atOnce = 6;

const hidden = (_key: string, inner: unknown) => (inner instanceof Secret ? "[secret]" : inner);

/** Everything in the log that a user may see. */
const logsOf = ({ logs }: Constructed | ConstructError): string =>
  logs
    .filter(({ severity }) => severity !== "debug")
    .map(({ message }) => message)
    .join("\n");

/** What is wrong with a response. */
function faultsIn({ component, args, what }: WrongArguments, answer: Constructed | ConstructError): string[] {
  const logs = logsOf(answer);
  if (!(answer instanceof ConstructError)) {
    const shows = JSON.stringify([answer.registrations, answer.state, logs], hidden).includes(marker);
    return shows ? [`${what}: a secret shows in what is made`] : [];
  }
  const { errors: problems, message, code } = answer;
  const found = faultsOf(component, args, { problems, message, logs });
  const where = problems.length > 0 ? [] : [`of no property: ${code} ${message.slice(0, 300)}`];
  return [...where, ...found].map((fault) => `${what}: ${fault}`);
}

describe("errors: wrong arguments made by chance, over gRPC", function () {
  this.timeout(900_000);
  let offline: Offline;
  before(async () => {
    offline = await startOffline();
  });
  after(() => offline?.stop());

  /** Every other one in a preview; every third as sent by an SDK without Outputs. */
  const construct = (wrong: WrongArguments, index: number): Promise<Constructed | ConstructError> =>
    offline.plugin
      .construct({
        ...ready,
        type: `knative-faas:index:${wrong.component}`,
        name: "hello",
        inputs: wrong.args,
        dryRun: index % 2 === 0 || isLater(wrong.args),
        encoding: index % 3 === 0 ? "plain" : "outputs",
      })
      .catch((error) => (error instanceof ConstructError ? error : assert.fail(`${wrong.what}: ${error.stack}`)));

  it(`${count} are refused in our words, or taken (seed ${seed})`, async () => {
    const indexes = Array.from({ length: count }, (_, index) => index);
    const answers = { refused: 0, taken: 0 };
    const faults: string[] = [];
    const work = async () => {
      for (let index = indexes.shift(); index !== undefined; index = indexes.shift()) {
        const wrong = wrongArguments(seed, index);
        const answer = await construct(wrong, index);
        answers[answer instanceof ConstructError ? "refused" : "taken"]++;
        faults.push(...faultsIn(wrong, answer));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    console.log(`      ${answers.refused} refused, ${answers.taken} taken`);
    assert.deepEqual(faults, []);
  });

  it("and continues as before", async () => {
    const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;
    const type = "knative-faas:index:Function";
    const { state } = await offline.plugin.construct({ ...ready, type, name: "hello", inputs: { image } });
    assert.equal(state.image, image);
    assert.equal(offline.plugin.stderr, "");
    assert.ok((await offline.plugin.memory()) < 1.5 * 2 ** 30);
  });
});
