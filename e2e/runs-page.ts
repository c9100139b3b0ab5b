import { setTimeout } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { Locator, Page } from "playwright-core";

const PATIENCE_MS = 8000;

/** Reads until the texts are these; fails with both when they do not become so. */
async function waitForTexts(
  read: () => Promise<readonly string[]>,
  wanted: readonly string[],
): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await read();
    if (isDeepStrictEqual(found, wanted)) return;
    if (Date.now() > end) {
      throw new Error(`Wanted ${JSON.stringify(wanted)}, found ${JSON.stringify(found)}.`);
    }
    await setTimeout(50);
  }
}

/** The page of an experiment's runs, by what a person sees of it. */
export class RunsPage {
  readonly page: Page;
  readonly #url: string;

  constructor(page: Page, url: string) {
    this.page = page;
    this.#url = url;
  }

  async open(experimentId: string, query = ""): Promise<void> {
    await this.page.goto(`${this.#url}/#/experiments/${experimentId}${query}`);
    await this.table.waitFor();
  }

  get table(): Locator {
    return this.page.getByRole("table", { name: "Runs", exact: true });
  }

  /** What takes the keys of the table. */
  get frame(): Locator {
    return this.page.getByRole("group", { name: /^Runs table/ });
  }

  row(name: string): Locator {
    return this.table.getByRole("row").filter({ has: this.#link(name) });
  }

  #link(name: string): Locator {
    return this.page.getByRole("link", { name, exact: true });
  }

  head(name: string): Locator {
    return this.table
      .getByRole("columnheader")
      .filter({ has: this.page.getByRole("button", { name, exact: false }) })
      .filter({ hasText: name });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name, exact: typeof name === "string" });
  }

  get filter(): Locator {
    return this.page.getByRole("combobox", { name: "Filter runs" });
  }

  /** Waits until the names of the runs stand so, from top to bottom. */
  async waitForNames(names: readonly string[]): Promise<void> {
    const links = this.table.getByRole("rowheader").getByRole("link");
    await waitForTexts(() => links.allInnerTexts(), names);
  }

  /** Waits until the columns stand so, from left to right, behind the name. */
  async waitForColumns(columns: readonly string[]): Promise<void> {
    await waitForTexts(() => this.readColumns(), columns);
  }

  /** The columns' titles, each with what stands above it. */
  async readColumns(): Promise<string[]> {
    const texts = await this.table.getByRole("columnheader").allInnerTexts();
    return texts.slice(1).map((text) => text.replaceAll(/\s+/g, " ").trim());
  }

  /** What a run has in a column. */
  async readCell(name: string, column: string): Promise<string> {
    const at = (await this.readColumns()).indexOf(column);
    const text = await this.row(name).getByRole("cell").nth(at).innerText();
    return text.replaceAll(/\s+/g, " ").trim();
  }

  /** Chooses something of a column's menu. */
  async chooseOfColumn(column: string, choice: string): Promise<void> {
    await this.button(`Column ${column}`).click();
    await this.page
      .getByRole("dialog", { name: `Column ${column}` })
      .getByRole("button", { name: choice, exact: true })
      .click();
  }
}
