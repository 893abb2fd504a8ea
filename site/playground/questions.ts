import type { Choices, Question, Response, TriedValues } from "./messages.ts";

/** After this long without an answer a text is given up, and the worker with it. */
const patienceMs = 5000;

type Asked = Question extends infer Q ? (Q extends Question ? Omit<Q, "id"> : never) : never;

/** One question at a time goes to the worker; of those that wait, only the last is asked. */
export class Questions {
  readonly #script: URL;
  readonly #show: (response: Response) => void;
  readonly #say: (message: string) => void;
  #worker: Worker;
  #last = 0;
  #asked: ReturnType<typeof setTimeout> | undefined;
  #waiting: Asked | undefined;

  constructor(script: URL, show: (response: Response) => void, say: (message: string) => void) {
    this.#script = script;
    this.#show = show;
    this.#say = say;
    this.#worker = this.#start();
  }

  judge(text: string, choices: Choices): void {
    this.#ask({ kind: "judge", text, choices });
  }

  try(workload: number, values: TriedValues): void {
    // Values were tried on what is being replaced.
    if (this.#waiting?.kind !== "judge") this.#ask({ kind: "try", workload, values });
  }

  #ask(question: Asked): void {
    if (this.#asked !== undefined) {
      this.#waiting = question;
      return;
    }
    this.#last += 1;
    this.#worker.postMessage({ ...question, id: this.#last });
    this.#asked = setTimeout(() => this.#giveUp(), patienceMs);
  }

  #start(): Worker {
    const worker = new Worker(this.#script, { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<Response>) => {
      if (data.id !== this.#last) return;
      this.#show(data);
      this.#next();
    });
    worker.addEventListener("error", (event) => {
      this.#say(`The page could not answer: ${event.message}`);
      this.#next();
    });
    return worker;
  }

  #next(): void {
    clearTimeout(this.#asked);
    this.#asked = undefined;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) this.#ask(waiting);
  }

  #giveUp(): void {
    this.#worker.terminate();
    this.#worker = this.#start();
    this.#say(`These manifests took longer than ${patienceMs / 1000} s. Use outlive check for them, or paste fewer.`);
    this.#next();
  }
}
