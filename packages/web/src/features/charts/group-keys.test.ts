import { expect, test } from "vitest";
import { filterSections, groupKeys } from "./group-keys.ts";

test("makes a section of each prefix, system metrics last", () => {
  const keys = ["system/cpu", "lr", "gan/d/loss", "gan/d/acc", "zeta/a"];
  expect(groupKeys(keys, false)).toEqual([
    { name: "", charts: [{ title: "lr", keys: ["lr"] }] },
    {
      name: "gan/d",
      charts: [
        { title: "gan/d/acc", keys: ["gan/d/acc"] },
        { title: "gan/d/loss", keys: ["gan/d/loss"] },
      ],
    },
    { name: "zeta", charts: [{ title: "zeta/a", keys: ["zeta/a"] }] },
    { name: "system", charts: [{ title: "system/cpu", keys: ["system/cpu"] }] },
  ]);
});

test("puts training and validation of one metric into one chart, training first", () => {
  const chartsOf = (...keys: string[]) => groupKeys(keys, true).flatMap(({ charts }) => charts);
  expect(chartsOf("val/loss", "train/loss")).toEqual([
    { title: "loss", keys: ["train/loss", "val/loss"] },
  ]);
  expect(chartsOf("val_acc", "train_acc", "test_acc")).toEqual([
    { title: "acc", keys: ["train_acc", "val_acc", "test_acc"] },
  ]);
  expect(chartsOf("f1.valid.macro", "f1.train.macro")).toEqual([
    { title: "f1.macro", keys: ["f1.train.macro", "f1.valid.macro"] },
  ]);
  expect(chartsOf("val/loss", "training_time")).toHaveLength(2);
  expect(chartsOf("test", "train")).toHaveLength(2);
});

test("finds charts by words of their names", () => {
  const sections = groupKeys(["train/loss", "val/loss", "lr"], true);
  const found = filterSections(sections, "LOSS val");
  expect(found.flatMap(({ charts }) => charts.map(({ title }) => title))).toEqual(["loss"]);
  expect(filterSections(sections, "none")).toEqual([]);
});
