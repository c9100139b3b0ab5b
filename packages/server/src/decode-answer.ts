import { text } from "node:stream/consumers";
import { EncodedJson, parseJson, StreamedJson } from "@mlflow-ts/contract";

type Made<T> = T | EncodedJson<T> | StreamedJson<T>;

/** The answer of a handler, decoded where it was made as JSON. */
export async function decodeAnswer<T>(answer: Made<T> | Promise<Made<T>>): Promise<T> {
  const made = await answer;
  // Whoever made the JSON made it of this type.
  if (made instanceof EncodedJson) return parseJson(new TextDecoder().decode(made.bytes)) as T;
  if (made instanceof StreamedJson) return parseJson(await text(made.parts)) as T;
  return made;
}
