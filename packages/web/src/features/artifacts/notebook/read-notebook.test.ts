import { expect, test } from "vitest";
import { readNotebook } from "./read-notebook.ts";

const outputOf = (output: Record<string, unknown>) => {
  const cell = { cell_type: "code", source: "x", outputs: [output] };
  // As JSON.parse answers it.
  const notebook = JSON.parse(JSON.stringify({ nbformat: 4, cells: [cell] }));
  return readNotebook(notebook).cells[0]?.outputs[0];
};

test("reads cells whose text is one or a list of lines", () => {
  const notebook = readNotebook({
    nbformat: 4,
    metadata: { language_info: { name: "Python" } },
    cells: [
      { cell_type: "markdown", source: ["# a\n", "b"] },
      { cell_type: "code", source: "1 + 1", execution_count: 7, outputs: [] },
      { cell_type: "unheard of", source: "c" },
    ],
  });
  expect(notebook.language).toBe("python");
  expect(notebook.cells.map(({ kind, source, count }) => [kind, source, count])).toEqual([
    ["markdown", "# a\nb", undefined],
    ["code", "1 + 1", "7"],
    ["raw", "c", undefined],
  ]);
});

test("reads the notebooks of Jupyter's third version", () => {
  const cells = [{ cell_type: "code", input: "old", prompt_number: 2 }];
  expect(readNotebook({ nbformat: 3, worksheets: [{ cells }] }).cells[0]).toMatchObject({
    source: "old",
    count: "2",
  });
});

test("takes an output's figure before its text, and HTML before text", () => {
  const data = { "text/plain": "<Figure>", "image/png": "iVBO\nRw==" };
  expect(outputOf({ output_type: "display_data", data })).toEqual({
    kind: "image",
    content: "data:image/png;base64,iVBORw==",
  });
  const table = { "text/plain": "a", "text/html": ["<table>", "</table>"] };
  expect(outputOf({ output_type: "execute_result", data: table })).toEqual({
    kind: "html",
    content: "<table></table>",
  });
  const forged = { "text/plain": "a", "image/png": '"><script>' };
  expect(outputOf({ output_type: "display_data", data: forged })).toEqual({
    kind: "text",
    content: "a",
  });
});

test("shows errors and what was printed without the codes of a terminal", () => {
  expect(outputOf({ output_type: "stream", text: ["\u001b[31mred\u001b[0m"] })?.content).toBe(
    "red",
  );
  expect(outputOf({ output_type: "error", ename: "E", evalue: "v" })).toEqual({
    kind: "error",
    content: "E: v",
  });
});

test("says of what is no notebook that it is none", () => {
  expect(() => readNotebook([1])).toThrow("nbformat");
  expect(readNotebook({ nbformat: 4, cells: [null, 1, { outputs: 3 }] }).cells).toHaveLength(3);
});
