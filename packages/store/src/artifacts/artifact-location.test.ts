import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { checkArtifactLocation } from "./artifact-location.ts";

const policy = {
  artifactRoot: "mlflow-artifacts:",
  localArtifactRoots: ["/srv/artifacts", resolve("mlruns")],
};
const check = (location: string) => checkArtifactLocation(location, policy);

describe("an experiment's artifact_location", () => {
  it.each([
    "mlflow-artifacts:/x",
    "mlflow-artifacts:/team/a",
    "s3://bucket/path",
    "s3://bucket/path?region=x",
    "gs://bucket/path",
    "wasbs://c@a.blob.core.windows.net/x",
    "dbfs:/x",
    "/srv/artifacts",
    "/srv/artifacts/team",
    "file:///srv/artifacts/team",
    "file:///srv/artifacts/my%20team",
  ])("may be %s", (location) => {
    expect(check(location)).toBe(location);
  });

  it("is made absolute when it is a relative path, as MLflow does", () => {
    expect(check("mlruns/a")).toBe(resolve("mlruns/a"));
    expect(check("file:mlruns/a")).toBe(`file://${resolve("mlruns/a")}`);
  });

  it.each([
    ["/srv/artifacts/x#frag", /fragments or params/],
    ["/srv/artifacts/x%23frag", /fragments or params/],
    ["s3://b/k;p=1", /fragments or params/],
    ["s3://b/k?x=..", /Invalid query string/],
    ["s3://b/k?x=%2e%2e", /Invalid query string/],
    ["mlflow-artifacts:/x?y=1", /only a cloud storage's URI may have a query/],
    ["/srv/artifacts/x?y=1", /only a cloud storage's URI may have a query/],
    ["mlflow-artifacts:/x/../y", /must not hold '\.\.'/],
    ["mlflow-artifacts:/x/%2e%2e/y", /must not hold '\.\.'/],
    ["mlflow-artifacts:/x/%252e%252e/y", /must not hold '\.\.'/],
    ["mlflow-artifacts:/x/.%2e%2fy", /must not hold '\.\.'/],
    ["s3://b/x/../y", /must not hold '\.\.'/],
    ["file:///srv/artifacts/../../etc", /must not hold '\.\.'/],
    ["/srv/artifacts/../../etc", /must not hold '\.\.'/],
    ["../x", /must not hold '\.\.'/],
    ["C:\\x", /forward slashes/],
    ["C:/x", /forward slashes/],
    ["\\\\server\\share", /forward slashes/],
    ["/srv/artifacts/a\0b", /forward slashes/],
    ["/srv/artifacts/a%00b", /forward slashes/],
    ["mlflow-artifacts:/a%0d%0ab", /forward slashes/],
    ["runs:/x/y", /cannot be a runs:\/ URI/],
    ["RUNS:/x", /cannot be a runs:\/ URI/],
    ["ftp://h/x", /cannot use the 'ftp' scheme/],
    ["http://h/x", /cannot use the 'http' scheme/],
    ["HTTP://169.254.169.254/x", /cannot use the 'http' scheme/],
    ["hdfs://h/x", /cannot use the 'hdfs' scheme/],
    ["mlflow-artifacts://h/x", /cannot use the 'mlflow-artifacts' scheme/],
    ["file://host/x", /like file:\/\/\/absolute\/path/],
    ["/etc", /outside those that its operator/],
    ["/", /outside those that its operator/],
    ["file:///etc", /outside those that its operator/],
    ["file:/etc", /outside those that its operator/],
    ["/srv/artifacts-sibling", /outside those that its operator/],
    ["/srv", /outside those that its operator/],
    ["relative", /outside those that its operator/],
    ["x".repeat(3000), /Invalid artifact path length/],
  ])("may not be %j", (location, message) => {
    expect(() => check(location)).toThrowError(
      expect.objectContaining({
        errorCode: "INVALID_PARAMETER_VALUE",
        message: expect.stringMatching(message),
      }),
    );
  });

  it("may name the host of the server's own artifact root, and no other", () => {
    const own = {
      artifactRoot: "http://files:80/api/2.0/mlflow-artifacts/artifacts",
      localArtifactRoots: [],
    };
    const location = "http://files:80/api/2.0/mlflow-artifacts/artifacts/team";
    expect(checkArtifactLocation(location, own)).toBe(location);
    for (const other of ["http://files:81/x", "https://files:80/x", "http://files:80@evil/x"]) {
      expect(() => checkArtifactLocation(other, own)).toThrow(/names a host/);
    }
  });
});
