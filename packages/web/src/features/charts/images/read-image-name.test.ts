import { expect, test } from "vitest";
import { imageAt, readImageName } from "./read-image-name.ts";

const id = "0f1e2d3c-0000-4000-8000-000000000000";

test("reads key and step of an image as either version of the client names it", () => {
  expect(readImageName(`images/val~sample+step+12+timestamp+1764000000123+${id}.png`)).toEqual({
    key: "val/sample",
    step: 12,
    timeMs: 1764000000123,
    path: `images/val~sample+step+12+timestamp+1764000000123+${id}.png`,
  });
  const old = readImageName(`images/val#sample%step%3%timestamp%5%${id}.png`);
  expect(old).toMatchObject({ key: "val/sample", step: 3 });
});

test("passes over thumbnails and other files", () => {
  const small = `images/a+step+1+timestamp+1+${id}+compressed.webp`;
  expect([small, "images/cat.png", "images/step+1.png"].map(readImageName)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test("shows the last image up to a step", () => {
  const images = [1, 5, 9].map((step) => ({ key: "a", step, timeMs: step, path: String(step) }));
  expect(imageAt(images, 7)?.step).toBe(5);
  expect(imageAt(images, 0)).toBeUndefined();
});
