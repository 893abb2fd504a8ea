import type { Severity } from "#model/findings/finding.ts";
import type { AuditedWorkload } from "#model/reports/audit-report.ts";

export interface FindingCount {
  readonly namespace: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly count: number;
}

export interface NamespaceCount {
  readonly namespace: string;
  readonly count: number;
}

interface Entry {
  readonly namespace: string;
  readonly findings: readonly { readonly rule: string; readonly severity: Severity }[];
  readonly outdatedPods: number;
}

/** What the last look at each workload found, summed up when somebody asks. */
export class AuditTally {
  readonly #entries = new Map<string, Entry>();

  set(name: string, { explanation, outdatedPods }: AuditedWorkload): void {
    this.#entries.set(name, {
      namespace: explanation.subject.namespace ?? "",
      findings: explanation.findings.map(({ rule, severity }) => ({ rule, severity })),
      outdatedPods,
    });
  }

  remove(name: string): void {
    this.#entries.delete(name);
  }

  clear(): void {
    this.#entries.clear();
  }

  workloads(): readonly NamespaceCount[] {
    return this.#perNamespace(() => 1);
  }

  podsToRestart(): readonly NamespaceCount[] {
    return this.#perNamespace(({ outdatedPods }) => outdatedPods);
  }

  findings(): readonly FindingCount[] {
    const counts = new Map<string, { namespace: string; rule: string; severity: Severity; count: number }>();
    for (const { namespace, findings } of this.#entries.values()) {
      for (const { rule, severity } of findings) {
        const key = `${namespace} ${rule} ${severity}`;
        const counted = counts.get(key) ?? { namespace, rule, severity, count: 0 };
        counted.count += 1;
        counts.set(key, counted);
      }
    }
    return [...counts.values()];
  }

  #perNamespace(amount: (entry: Entry) => number): readonly NamespaceCount[] {
    const sums = new Map<string, number>();
    for (const entry of this.#entries.values()) sums.set(entry.namespace, (sums.get(entry.namespace) ?? 0) + amount(entry));
    return [...sums].map(([namespace, count]) => ({ namespace, count }));
  }
}
