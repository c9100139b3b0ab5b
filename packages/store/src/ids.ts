import { randomBytes, randomInt } from "node:crypto";
import { ApiError, type Int64 } from "@mlflow-ts/contract";

/** 32 hexadecimal digits, the form of MLflow's run ids. */
export function createId(): string {
  const bytes = randomBytes(16);
  // RFC 9562, version 4, without its dashes, as Python's uuid4().hex.
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex");
}

const ADJECTIVES =
  "amber bold brave bright brisk calm clear clever crisp deft eager fair fleet fond gentle glad golden grand happy honest keen kind light lively lucid lucky mellow merry mild modest neat nimble noble patient placid polished prime proud quick quiet rapid ready robust rosy serene sharp silent sleek smooth snappy solid spry stately steady stellar sunny swift tidy trusty upbeat vivid warm wise witty zesty".split(
    " ",
  );
const NOUNS =
  "alder ant badger bear beech birch bison brook carp cedar cliff cloud cod colt comet crab crane creek crow deer dove duck eagle elk elm falcon fern finch fir fjord fox frog gale goat grove gull hare hawk heron hill horse ibex jay koala lake lark lemur linden lion lynx maple marten meadow mole moose moth newt oak orca otter owl panda perch pine plover pond quail raven reef ridge river robin rook seal shark shrew sloth snail sparrow spruce squid stag stork swan tern tide toad trout vale viper vole whale willow wolf wren yak zebra".split(
    " ",
  );

function pick(words: readonly string[]): string {
  return words[randomInt(words.length)] ?? "run";
}

/** A name for a run or model that was given none, such as `swift-otter-412`. */
export function createRandomName(): string {
  return `${pick(ADJECTIVES)}-${pick(NOUNS)}-${randomInt(1000)}`;
}

const INTEGER = /^\s*[-+]?\d{1,18}\s*$/;

/** @throws ApiError INVALID_PARAMETER_VALUE when the text is not an integer. */
export function parseExperimentId(experimentId: string): Int64 {
  if (INTEGER.test(experimentId)) {
    const number = Number(experimentId);
    return Number.isSafeInteger(number) ? number : BigInt(experimentId);
  }
  const shortened = experimentId.slice(0, 100);
  throw ApiError.invalidParameter(
    `Invalid experiment ID '${shortened}'. Experiment ID must be a valid integer.`,
  );
}

/** Appends segments to the path of a URI, before its query where it has one. */
export function appendToUri(uri: string, ...segments: string[]): string {
  const query = /^[a-z][a-z0-9+.-]*:/i.test(uri) ? uri.indexOf("?") : -1;
  const base = query < 0 ? uri : uri.slice(0, query);
  const path = [base.replace(/\/+$/, ""), ...segments].join("/");
  // `mlflow-artifacts:` alone stands for its root.
  return path + (query < 0 ? "" : uri.slice(query));
}
