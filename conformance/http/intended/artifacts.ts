import { differ } from "./differ.ts";
import { BAD, DROPPING, FAILING, FAILS, FINE, HTML, NAMED } from "./reasons.ts";

const SECURITY =
  "backslashes, NUL, '?' and drive letters mean something else to another system or URL, so no " +
  "path holds them, in whatever encoding (SECURITY.md)";
const EMPTY_PARTS = "empty parts and '.' of a path count for nothing, and are not told";
const DETAIL = "the same refusal in the JSON that every other error has";
const CHOICE = "an address to upload to or download from directly is for a store that has one";

const FILES = "artifacts > upload, list, download, delete";
const GET = "artifacts > get-artifact";
const PATHS = "artifacts > paths that leave the root";
const LOCAL = "artifacts > what a local store does not do";
const PAGE = "artifacts > upload-artifact of the page";

const FOLDER = "Artifact path refers to a directory, not a file";

export const ARTIFACT_DIFFERENCES = [
  ...differ(FILES, DETAIL, BAD, { "download plots": FOLDER }),
  ...differ(FILES, FAILS, FAILING, {
    "a file below a file": "is a file, not a folder",
    "a file over a folder": FOLDER,
  }),
  ...differ("artifacts > content types", NAMED, BAD, { "get-artifact ": "parameter 'path'" }),
  ...differ(GET, NAMED, { mlflow: 404, ours: 400 }, { "no run": "parameter 'run_id'" }),
  ...differ(GET, HTML, BAD, { "no path": "parameter 'path'", nothing: "parameter 'run_id'" }),
  ...differ(GET, HTML, { mlflow: 405, ours: 405 }, { "by POST": "This path answers GET" }),
  ...differ(
    PATHS,
    SECURITY,
    { mlflow: 404, ours: 400 },
    {
      "download ..%5c..%5ca.txt": "Invalid path",
      "download a.txt%00.png": "without NUL",
      "download a%3Fb.txt": "must not hold '?'",
      "download C%3A%5Ca.txt": "must not hold a backslash",
    },
  ),
  ...differ(PATHS, SECURITY, DROPPING, {
    "upload ..%5c..%5ca.txt": "Invalid path",
    "get-artifact ..%5c..%5ca.txt": "Invalid path",
    "list ..%5c..%5ca.txt": "Invalid path",
    "upload a.txt%00.png": "without NUL",
    "get-artifact a.txt%00.png": "without NUL",
    "list a.txt%00.png": "without NUL",
    "upload a%3Fb.txt": "must not hold '?'",
    "get-artifact a%3Fb.txt": "must not hold '?'",
    "list a%3Fb.txt": "must not hold '?'",
    "upload C%3A%5Ca.txt": "must not hold a backslash",
  }),
  ...differ(PATHS, EMPTY_PARTS, BAD, {
    "download .": FOLDER,
    "download %2e": FOLDER,
    "get-artifact .": FOLDER,
    "get-artifact %2e": FOLDER,
  }),
  ...differ(
    PATHS,
    EMPTY_PARTS,
    { mlflow: 404, ours: 404 },
    {
      "download %2Fetc%2Fpasswd": "artifacts/etc/passwd",
    },
  ),
  ...differ(PATHS, EMPTY_PARTS, { mlflow: 500, ours: 200 }, { "upload %2Fetc%2Fpasswd": "" }),
  ...differ(PATHS, EMPTY_PARTS, FINE, { "list .": '"path":"a.txt"', "list %2e": '"path":"a.txt"' }),
  ...differ(PATHS, FAILS, FAILING, {
    "upload .": "must not hold '.'",
    "upload %2e": "must not hold '.'",
    "upload ./a.txt": "must not hold '.'",
  }),
  ...differ(LOCAL, CHOICE, BAD, {
    "POST artifacts/presigned-upload-url": "Presigned upload is not supported",
    "POST artifacts/presigned-download-url": "Presigned download is not supported",
  }),
  ...differ(PAGE, "an empty answer said to be JSON is none; ours is an empty object", FINE, {
    "a file": "{}",
    JSON: "{}",
  }),
  ...differ(PAGE, NAMED, BAD, { "no path": "parameter 'path'", "no run": "parameter 'run_uuid'" }),
];
