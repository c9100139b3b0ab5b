import { expect, test } from "vitest";
import { readTags } from "./read-tags.ts";

test("tells a person's tags from those of the clients", () => {
  const tags = readTags([
    { key: "team", value: "vision" },
    { key: "mlflow.user", value: "ada" },
    { key: "mlflow.note.content", value: "" },
    { key: "dataset", value: "2" },
  ]);
  expect(tags.own.map((tag) => tag.key)).toEqual(["dataset", "team"]);
  expect(tags.system.map((tag) => tag.key)).toEqual(["mlflow.note.content", "mlflow.user"]);
  expect(tags).toMatchObject({ user: "ada", description: "", source: undefined });
});
