/** A part of an answer that is too long to be at hand as a whole. */
export class JsonPart<T> {
  declare readonly type: T;
  readonly bytes: Uint8Array;
  /** The request, of the same read, for the part that follows. */
  readonly rest: unknown;

  constructor(bytes: Uint8Array, rest: unknown) {
    this.bytes = bytes;
    this.rest = rest;
  }
}
