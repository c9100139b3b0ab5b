/**
 * What writers asked of the server and what it acknowledged, as facts: texts such as
 * `param <run> lr=0.1`, each of which is written once. A write is one fact or several that belong
 * together, such as those of a batch.
 */
export class Ledger {
  readonly #writes: Write[] = [];
  readonly #registers = new Map<string, Versions>();

  /** Notes a write before it is sent; call the answer once the server has acknowledged it. */
  begin(facts: readonly string[]): () => void {
    const write = { facts, isAcknowledged: false };
    this.#writes.push(write);
    return () => (write.isAcknowledged = true);
  }

  /** The same for what replaces the last version of itself, such as a tag that is set again. */
  beginReplacing(name: string, version: number): () => void {
    const versions = this.#registers.get(name) ?? { acknowledged: 0, sent: 0 };
    versions.sent = version;
    this.#registers.set(name, versions);
    return () => (versions.acknowledged = version);
  }

  get counts(): { acknowledged: number; unanswered: number } {
    const acknowledged = this.#writes.filter((write) => write.isAcknowledged).length;
    return { acknowledged, unanswered: this.#writes.length - acknowledged };
  }

  /** What is wrong with the facts and the versions that were found; empty when nothing is. */
  audit(found: Found): string[] {
    return [...this.#auditWrites(found.facts), ...this.#auditRegisters(found.versions)];
  }

  #auditWrites(facts: readonly string[]): string[] {
    const counts = new Map<string, number>();
    for (const fact of facts) counts.set(fact, (counts.get(fact) ?? 0) + 1);
    const faults = [...counts]
      .filter(([, count]) => count > 1)
      .map(([fact, count]) => `there ${count} times: ${fact}`);
    for (const write of this.#writes) {
      const missing = write.facts.filter((fact) => !counts.has(fact));
      const isWhole = missing.length === 0;
      const isAbsent = missing.length === write.facts.length;
      if (write.isAcknowledged && !isWhole) faults.push(`acknowledged, and lost: ${missing[0]}`);
      else if (!isWhole && !isAbsent) faults.push(`written in part, without: ${missing[0]}`);
      for (const fact of write.facts) counts.delete(fact);
    }
    for (const fact of counts.keys()) faults.push(`written by nobody: ${fact}`);
    return faults;
  }

  #auditRegisters(found: ReadonlyMap<string, number>): string[] {
    const faults: string[] = [];
    for (const [name, { acknowledged, sent }] of this.#registers) {
      const version = found.get(name) ?? 0;
      if (version < acknowledged) {
        faults.push(`${name}: version ${acknowledged} was acknowledged, ${version} is there`);
      } else if (version > sent) {
        faults.push(`${name}: version ${version} was never sent`);
      }
    }
    return faults;
  }
}

interface Write {
  readonly facts: readonly string[];
  isAcknowledged: boolean;
}

/** Of what is replaced: the last version that was acknowledged, and the last that was sent. */
interface Versions {
  acknowledged: number;
  sent: number;
}

/** What a server holds. */
export interface Found {
  readonly facts: readonly string[];
  readonly versions: ReadonlyMap<string, number>;
}
