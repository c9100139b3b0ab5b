import { createProgram } from "./program.ts";
import { fail } from "./fail.ts";

try {
  await createProgram().parseAsync();
} catch (error) {
  fail(error);
}
