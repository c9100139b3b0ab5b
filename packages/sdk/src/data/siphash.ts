const MASK = 0xffff_ffff_ffff_ffffn;

/** SipHash-2-4 (https://www.aumasson.jp/siphash/) of a text in UTF-8, under a key of 16 bytes. */
export function sipHash(text: string, key: Uint8Array): bigint {
  const bytes = new TextEncoder().encode(text);
  const [k0, k1] = [readWord(key, 0), readWord(key, 8)];
  const state: State = {
    v0: k0 ^ 0x736f6d6570736575n,
    v1: k1 ^ 0x646f72616e646f6dn,
    v2: k0 ^ 0x6c7967656e657261n,
    v3: k1 ^ 0x7465646279746573n,
  };
  const whole = bytes.length - (bytes.length % 8);
  for (let at = 0; at < whole; at += 8) absorb(state, readWord(bytes, at));
  absorb(state, readWord(bytes, whole) | (BigInt(bytes.length & 0xff) << 56n));
  state.v2 ^= 0xffn;
  for (let round = 0; round < 4; round += 1) mix(state);
  return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}

interface State {
  v0: bigint;
  v1: bigint;
  v2: bigint;
  v3: bigint;
}

function absorb(state: State, word: bigint): void {
  state.v3 ^= word;
  mix(state);
  mix(state);
  state.v0 ^= word;
}

function mix(state: State): void {
  let { v0, v1, v2, v3 } = state;
  v0 = (v0 + v1) & MASK;
  v1 = rotate(v1, 13n) ^ v0;
  v0 = rotate(v0, 32n);
  v2 = (v2 + v3) & MASK;
  v3 = rotate(v3, 16n) ^ v2;
  v0 = (v0 + v3) & MASK;
  v3 = rotate(v3, 21n) ^ v0;
  v2 = (v2 + v1) & MASK;
  v1 = rotate(v1, 17n) ^ v2;
  v2 = rotate(v2, 32n);
  Object.assign(state, { v0, v1, v2, v3 });
}

function rotate(word: bigint, bits: bigint): bigint {
  return ((word << bits) | (word >> (64n - bits))) & MASK;
}

/** Eight bytes, the lowest first; those past the end are 0. */
function readWord(bytes: Uint8Array, from: number): bigint {
  let word = 0n;
  for (let index = 7; index >= 0; index -= 1) {
    word = (word << 8n) | BigInt(bytes[from + index] ?? 0);
  }
  return word;
}
