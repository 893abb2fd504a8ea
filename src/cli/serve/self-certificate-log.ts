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
  "issue-leaf": "issued a new serving certificate",
  "stage-authority": "staged a new certificate authority; it signs once every webhook configuration trusts it",
  "activate-authority": "activated the new certificate authority and issued a serving certificate from it",
  "prune-authorities": "removed expired certificate authorities",
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
        text: "wrote the certificate authorities into the webhook configuration",
      };
    case "configuration-missing":
      return {
        level: "warn",
        fields: { configuration: event.configuration },
        text: "webhook configuration does not exist; waiting for it",
      };
    case "leadership-acquired":
      return { level: "info", fields: {}, text: "acquired certificate leadership" };
    case "leadership-lost":
      return { level: "warn", fields: {}, text: "lost certificate leadership" };
    case "overtaken":
      return { level: "info", fields: { object: event.what }, text: "write conflict; reading the object again" };
    case "failed": {
      const error = event.error instanceof Error ? event.error.message : String(event.error);
      return {
        level: "warn",
        fields: { operation: event.what, error },
        text: "certificate maintenance failed; retrying",
      };
    }
  }
}
