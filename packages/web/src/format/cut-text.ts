const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Turns the direction of the text that follows, so that `exe.live` reads as `evil.exe`. */
const DIRECTION_OVERRIDE = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * Text from outside as it can be shown: the first characters as a person counts them, so that no
 * emoji is cut in half, with overrides of the direction spelled out.
 */
export function cutText(text: string, maxLength: number): string {
  return cutCharacters(text, maxLength).replaceAll(
    DIRECTION_OVERRIDE,
    (override) => `\\u${override.charCodeAt(0).toString(16)}`,
  );
}

function cutCharacters(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  let end = 0;
  // A window a little longer than wanted is enough to find the last whole character.
  for (const { index, segment } of segmenter.segment(text.slice(0, maxLength + 64))) {
    if (index + segment.length > maxLength) break;
    end = index + segment.length;
  }
  return `${text.slice(0, end)}…`;
}
