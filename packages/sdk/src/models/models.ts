export { inferSignature } from "./infer-signature.ts";
