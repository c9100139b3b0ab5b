import type { Operation } from "./batch.ts";

/** Where operations wait while they can't be sent or memory is short of room. */
export interface Spool {
  /** Where a person finds it, such as a path; empty when it is kept in memory only. */
  readonly place: string;
  readonly isEmpty: boolean;
  /** Keeps operations; once it returns they are on disk, where there is one. */
  append(operations: readonly Operation[]): void;
  /** The oldest operation. */
  peek(): Operation | undefined;
  /** Forgets the oldest operation; with the last one the spool's file is gone. */
  advance(): void;
}

/** A spool where there is no disk: in a web page. */
export class MemorySpool implements Spool {
  readonly place = "";
  #operations: Operation[] = [];

  get isEmpty(): boolean {
    return this.#operations.length === 0;
  }

  append(operations: readonly Operation[]): void {
    this.#operations.push(...operations);
  }

  peek(): Operation | undefined {
    return this.#operations[0];
  }

  advance(): void {
    this.#operations.shift();
  }
}
