import { existsSync, writeFileSync } from "node:fs";

/** The wall clock of one process, as libfaketime shows it; timers go on as before, as at a step of NTP. */
export interface SteppedClock {
  readonly environment: Readonly<Record<string, string>>;
  readonly step: (offsetSeconds: number) => void;
}

/** Of Debian's package libfaketime, by architecture. */
const LIBRARIES = ["x86_64", "aarch64"].map((architecture) => `/usr/lib/${architecture}-linux-gnu/faketime/libfaketimeMT.so.1`);

/** Undefined where the library is not installed. */
export function steppedClock(file: string): SteppedClock | undefined {
  const library = LIBRARIES.find((path) => existsSync(path));
  if (library === undefined) return undefined;
  const step = (offsetSeconds: number): void => writeFileSync(file, `${offsetSeconds < 0 ? "" : "+"}${offsetSeconds}\n`);
  step(0);
  return {
    environment: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_CACHE_DURATION: "1",
      FAKETIME_DONT_RESET: "1",
      DONT_FAKE_MONOTONIC: "1",
    },
    step,
  };
}
