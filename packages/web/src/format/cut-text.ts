const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The first characters as a person counts them, so that no emoji is cut in half. */
export function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  let end = 0;
  // A window a little longer than wanted is enough to find the last whole character.
  for (const { index, segment } of segmenter.segment(text.slice(0, maxLength + 64))) {
    if (index + segment.length > maxLength) break;
    end = index + segment.length;
  }
  return `${text.slice(0, end)}…`;
}
