/** How much text waits before it becomes bytes: short strings die young, long ones do not. */
const TEXT_LENGTH = 16 * 1024;
const FIRST_CAPACITY = 64 * 1024;
/** A character of a string is three bytes of UTF-8 at most. */
const MAX_BYTES_PER_CHARACTER = 3;
const encoder = new TextEncoder();

/**
 * JSON written piece by piece into one growing buffer: a long answer never stands as one string,
 * and leaves no copies behind for a collector.
 */
export class JsonWriter {
  #text = "";
  #buffer = new ArrayBuffer(FIRST_CAPACITY);
  #length = 0;

  write(text: string): void {
    this.#text += text;
    if (this.#text.length >= TEXT_LENGTH) this.#flush();
  }

  /** All that was written, alone in its buffer, which can be handed to another thread. */
  finish(): Uint8Array {
    this.#flush();
    return new Uint8Array(this.#buffer.transfer(this.#length));
  }

  #flush(): void {
    const needed = this.#length + this.#text.length * MAX_BYTES_PER_CHARACTER;
    if (needed > this.#buffer.byteLength) {
      this.#buffer = this.#buffer.transfer(Math.max(needed, this.#buffer.byteLength * 2));
    }
    const rest = new Uint8Array(this.#buffer, this.#length);
    this.#length += encoder.encodeInto(this.#text, rest).written;
    this.#text = "";
  }
}
