import { expect, test } from "vitest";
import { highlightLines } from "./highlight.ts";

test("tells keywords, strings and comments of a language apart, line by line", async () => {
  const lines = await highlightLines('import mlflow  # tracks\n\nname = """a\nb"""', "python");
  expect(lines).toHaveLength(4);
  expect(lines?.[0]).toEqual([
    { text: "import", kind: "keyword" },
    { text: " mlflow  " },
    { text: "# tracks", kind: "comment" },
  ]);
  expect(lines?.[1]).toEqual([]);
  expect(lines?.[3]).toEqual([{ text: 'b"""', kind: "string" }]);
});

test("loses no character, whatever a file holds", async () => {
  const text = "<script>alert('</script>')</script>\n\u202e{{{ \"\\\n\t&amp;\0";
  for (const language of ["xml", "json", "yaml", "javascript", "markdown"]) {
    const lines = await highlightLines(text, language);
    const whole = lines?.map((line) => line.map((piece) => piece.text).join("")).join("\n");
    expect(whole, language).toBe(text);
  }
});

test("knows no language that it was not taught", async () => {
  expect(await highlightLines("a", "cobol")).toBeUndefined();
  expect(await highlightLines("a", "__proto__")).toBeUndefined();
});
