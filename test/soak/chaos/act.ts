import type { Recorder } from "../record/record.ts";

/** Something that happens to the installation from time to time. */
export interface ChaosAct {
  readonly name: string;
  readonly everyMinutes: number;
  /** Acts with the same one never overlap. */
  readonly exclusive: string;
  /** Resolves when the act and what it waits for are over, with what there is to say about it. */
  readonly perform: () => Promise<string>;
}

/** What is under way, for whoever asks why something failed. */
export interface ActLog {
  readonly run: (act: ChaosAct) => Promise<void>;
  readonly note: (act: string, detail: string) => void;
  readonly during: () => readonly string[];
}

/** An act may show after its end. */
const AFTERMATH_SECONDS = 10;

export function startActLog(recorder: Recorder): ActLog {
  const tails = new Map<string, Promise<void>>();
  const active = new Map<number, string>();
  const ended: { readonly name: string; readonly t: number }[] = [];
  let ids = 0;
  const perform = async (act: ChaosAct): Promise<void> => {
    ids += 1;
    const id = ids;
    active.set(id, act.name);
    recorder.write({ kind: "act", id, act: act.name, phase: "begin", detail: "" });
    try {
      recorder.write({ kind: "act", id, act: act.name, phase: "end", detail: await act.perform() });
    } catch (error) {
      recorder.write({ kind: "act", id, act: act.name, phase: "failed", detail: String(error) });
    }
    active.delete(id);
    ended.push({ name: act.name, t: recorder.seconds() });
  };
  return {
    run: (act) => {
      const next = (tails.get(act.exclusive) ?? Promise.resolve()).then(() => perform(act));
      tails.set(act.exclusive, next);
      return next;
    },
    note: (act, detail) => {
      ids += 1;
      recorder.write({ kind: "act", id: ids, act, phase: "end", detail });
    },
    during: () => {
      const since = recorder.seconds() - AFTERMATH_SECONDS;
      const recent = ended.filter(({ t }) => t > since).map(({ name }) => `${name} (over)`);
      return [...active.values(), ...recent];
    },
  };
}
