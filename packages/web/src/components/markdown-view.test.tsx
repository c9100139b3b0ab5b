import { renderToStaticMarkup } from "react-dom/server";
import { beforeAll, expect, test } from "vitest";
import MarkdownView from "./markdown-view.tsx";

beforeAll(() => {
  // All that is asked of the page: where it stands.
  Object.assign(globalThis, { document: { baseURI: "http://tracking:5000/" } });
});

const show = (text: string) => renderToStaticMarkup(<MarkdownView text={text} />);

/** What is shown without the element around it and the class names. */
const shownIn = (text: string) =>
  show(text)
    .replace(/ class="[^"]*"/g, "")
    .replace(/^<div>(.*)<\/div>$/s, "$1");

test("shows what CommonMark and GitHub's additions mean", () => {
  expect(shownIn("a **b** _c_ ~~d~~ `<e>`  \nf")).toBe(
    "<p>a <strong>b</strong> <em>c</em> <del>d</del> <code>&lt;e&gt;</code><br/>f</p>",
  );
  expect(shownIn("> q\n\n---")).toBe("<blockquote><p>q</p></blockquote><hr/>");
  expect(shownIn("3. a\n4. b")).toBe('<ol start="3"><li>a</li><li>b</li></ol>');
  expect(shownIn("| a | |\n|--:|--|\n| 1 | 2 |")).toContain(
    '<th scope="col" style="text-align:right">a</th><td></td></tr></thead>',
  );
  expect(shownIn("fish &amp; &#233;")).toBe("<p>fish &amp; é</p>");
});

test("says of each task whether it is done", () => {
  const list = shownIn("- [x] a\n- [ ] b");
  expect(list).toMatch(/<input type="checkbox" disabled="" aria-label="Done" checked=""\/> ?a/);
  expect(list).toMatch(/<input type="checkbox" disabled="" aria-label="Not done"\/> ?b/);
});

test("places headings below those of the page and skips no level", () => {
  expect(shownIn("# a\n### b\n## c\n# d")).toBe("<h3>a</h3><h4>b</h4><h4>c</h4><h3>d</h3>");
});

test.each([
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "text <b onclick=alert(1)>bold</b>",
  "<svg><style><img src=x onerror=alert(1)></style></svg>",
  "[a](<javascript:alert(1)>)",
  "[a](javascript&#58;alert(1))",
  "[a](java&#x0A;script:alert(1))",
  "![a](javascript:alert(1))",
  "![a](data:image/svg+xml;base64,PHN2Zz4=)",
  "<javascript:alert(1)>",
  "[a]: javascript:alert(1)\n\n[a]",
])("runs nothing of %s", (text) => {
  expect(shownIn(text)).not.toMatch(/<(?!\/?(?:p|h3)>)/);
});

test("opens foreign links beside the page and tells them nothing", () => {
  expect(shownIn("https://example.org")).toBe(
    '<p><a href="https://example.org" target="_blank" rel="noopener noreferrer">https://example.org</a></p>',
  );
  expect(shownIn("![plot](https://example.org/a.png)")).toContain(">plot</a>");
});

test("shows what nests or goes on without end", () => {
  expect(show(`${">".repeat(5000)} deep`)).toContain("deep");
  expect(show("*a **b ".repeat(2000))).toContain("a");
  expect(show("[".repeat(20_000))).toContain("[[");
  expect(show(`${"- ".repeat(3000)}x`)).toContain("x");
});
