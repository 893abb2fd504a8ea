import type { Logger } from "pino";
import type { RotationStep } from "#certificates/rotation.ts";
import type { SelfCertificateEvent } from "#certificates/self-certificate-event.ts";

export type RotationCounter = (step: RotationStep["step"]) => void;

interface Line {
  readonly level: "info" | "warn";
  readonly fields: object;
  readonly text: string;
}

const steps: Readonly<Record<RotationStep["step"], string>> = {
  "issue-leaf": "a new serving certificate was issued",
  "stage-authority": "a new certificate authority was announced; it signs once every webhook configuration carries it",
  "activate-authority": "a new certificate authority signs from now on, and has signed the serving certificate",
  "prune-authorities": "certificate authorities that have expired are trusted no more",
};

/** Writes and counts what happens to certificates that Outlive keeps itself. */
export const logSelfCertificates =
  (log: Logger, onRotation: RotationCounter) =>
  (event: SelfCertificateEvent): void => {
    if (event.event === "rotated") onRotation(event.step.step);
    const { level, fields, text } = lineOf(event);
    log[level](fields, text);
  };

function lineOf(event: SelfCertificateEvent): Line {
  switch (event.event) {
    case "rotated":
      return { level: "info", fields: event.step, text: steps[event.step.step] };
    case "bundle-put":
      return {
        level: "info",
        fields: { configuration: event.configuration },
        text: "the webhook configuration was given the certificate authorities",
      };
    case "configuration-missing":
      return {
        level: "warn",
        fields: { configuration: event.configuration },
        text: "the webhook configuration does not exist; it is waited for",
      };
    case "leadership-acquired":
      return { level: "info", fields: {}, text: "this replica keeps the certificates from now on" };
    case "leadership-lost":
      return { level: "warn", fields: {}, text: "this replica keeps the certificates no more" };
    case "overtaken":
      return { level: "info", fields: { object: event.what }, text: "somebody else wrote first; it is read again" };
    case "failed": {
      const error = event.error instanceof Error ? event.error.message : String(event.error);
      return {
        level: "warn",
        fields: { operation: event.what, error },
        text: "certificates could not be kept; it is tried again",
      };
    }
  }
}
