// A client of the debugger Delve: JSON-RPC over TCP, as an editor uses it.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";

// biome-ignore lint/suspicious/noExplicitAny: Delve's answers
type Answer = any;

export class Delve {
  private readonly open = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
  private readonly breakpoints: number[] = [];
  private last = 0;

  private constructor(private readonly socket: Socket) {
    createInterface({ input: socket }).on("line", (line) => {
      const { id, result, error } = JSON.parse(line);
      const call = this.open.get(id);
      if (error === null) call?.resolve(result);
      else call?.reject(new Error(error));
    });
  }

  static async connect(address: string): Promise<Delve> {
    const [host, port] = address.split(":");
    const socket = connect(Number(port), host);
    await once(socket, "connect");
    return new Delve(socket);
  }

  /** Stops the program where the line begins. */
  async breakAt(file: string, line: number): Promise<void> {
    await this.call("Command", { name: "halt" });
    const { Breakpoint } = await this.call("CreateBreakpoint", { Breakpoint: { file, line } });
    this.breakpoints.push(Breakpoint.id);
  }

  /** Resolves when the program stops again: with where it is. */
  async goOn(): Promise<{ file: string; line: number; name: string }> {
    const { State } = await this.call("Command", { name: "continue" });
    const { file, line, function: running } = State.currentThread;
    return { file, line, name: running.name };
  }

  /** The program continues without breakpoints, and the debugger waits for the next client. */
  leave(): void {
    for (const id of this.breakpoints) void this.call("ClearBreakpoint", { Id: id });
    void this.call("Command", { name: "continue" });
    this.socket.end();
  }

  /** The value of an expression where the program stands. */
  async value(expression: string): Promise<string> {
    const { Variable } = await this.call("Eval", { Scope: { GoroutineID: -1 }, Expr: expression });
    return Variable.value;
  }

  private call(method: string, params: object): Promise<Answer> {
    const id = ++this.last;
    this.socket.write(`${JSON.stringify({ method: `RPCServer.${method}`, params: [params], id })}\n`);
    return new Promise((resolve, reject) => this.open.set(id, { resolve, reject }));
  }
}
