import type { Failure } from "./record.ts";

/** Until the endpoint of a killed replica is removed and connections that were made to it have been broken; more where the machine is busy. */
const SHOWS_SECONDS = 5;

const BROKEN =
  /connection reset by peer|connection refused|broken pipe|: EOF$|unexpected EOF|http2: (?:client connection lost|server sent GOAWAY)/;

/**
 * What no process can prevent: it was killed without a warning, so what it had accepted was never responded to, and what arrived
 * before its endpoint was removed was refused.
 */
export const isHardFloor = ({ message, sinceKillSeconds }: Pick<Failure, "message" | "sinceKillSeconds">): boolean =>
  sinceKillSeconds !== undefined && sinceKillSeconds < SHOWS_SECONDS && BROKEN.test(message);
