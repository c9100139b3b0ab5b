/** An image that was logged with a key and a step. */
export interface LoggedImage {
  readonly key: string;
  readonly step: number;
  readonly timeMs: number;
  readonly path: string;
}

// MLflow: its clients divide the parts of the name by a plus sign, those before version 3 by a
// percent sign, and write `~` or `#` for a slash in the key.
const NAME =
  /^(?<key>.+)([+%])step\2(?<step>-?\d+)\2timestamp\2(?<time>\d+)\2[^+%]+(?<small>\2compressed)?\.\w+$/s;

/** What a file's name in the folder `images` says; undefined of any other, and of thumbnails. */
export function readImageName(path: string): LoggedImage | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const { key, step, time, small } = NAME.exec(name)?.groups ?? {};
  if (key === undefined || small !== undefined) return undefined;
  return { key: key.replaceAll(/[~#]/g, "/"), step: Number(step), timeMs: Number(time), path };
}

/** The image of a step, or the last one before it; none when the first comes later. */
export function imageAt(images: readonly LoggedImage[], step: number): LoggedImage | undefined {
  return images
    .filter((image) => image.step <= step)
    .toSorted((a, b) => a.step - b.step || a.timeMs - b.timeMs)
    .at(-1);
}
