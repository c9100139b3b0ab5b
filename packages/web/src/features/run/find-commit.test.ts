import { expect, test } from "vitest";
import { findCommit } from "./find-commit.ts";

const ID = "0123456789abcdef0123456789abcdef01234567";

const ofRepository = (repoURL: string) =>
  findCommit([
    { key: "mlflow.source.git.commit", value: ID },
    { key: "mlflow.source.git.repoURL", value: repoURL },
  ])?.link;

test("links to a commit where the repository has an address on the web", () => {
  const page = `https://github.com/ada/engine/commit/${ID}`;
  expect(ofRepository("https://github.com/ada/engine.git")).toBe(page);
  expect(ofRepository("https://github.com/ada/engine/")).toBe(page);
  expect(ofRepository("https://bitbucket.org/ada/engine")).toBe(
    `https://bitbucket.org/ada/engine/commits/${ID}`,
  );
});

test("keeps the password of a clone's address out of the link", () => {
  expect(ofRepository("https://ada:secret@git.example.org/engine.git?token=secret#secret")).toBe(
    `https://git.example.org/engine/commit/${ID}`,
  );
});

test("makes no link of what is no address on the web", () => {
  for (const repository of [
    "git@github.com:ada/engine.git",
    "javascript:alert(1)",
    "/srv/git",
    "",
  ]) {
    expect(ofRepository(repository)).toBeUndefined();
  }
});

test("names the branch, and knows nothing without a commit", () => {
  const tags = [{ key: "mlflow.source.git.branch", value: "main" }];
  expect(findCommit(tags)).toBeUndefined();
  expect(findCommit([...tags, { key: "mlflow.source.git.commit", value: ID }])).toEqual({
    id: ID,
    branch: "main",
  });
});
