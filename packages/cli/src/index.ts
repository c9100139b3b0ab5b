import { fail } from "./fail.ts";
import { createProgram } from "./program.ts";

// No top-level await: the server's part of the bundle imports from this one, and would wait for it.
createProgram().parseAsync().catch(fail);
