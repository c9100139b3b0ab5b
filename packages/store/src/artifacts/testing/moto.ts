import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { S3Client } from "@aws-sdk/client-s3";
import { openS3Bucket } from "../s3/s3-bucket.ts";
import type { S3Settings } from "../s3/s3-settings.ts";

const START_TIMEOUT_MS = 60_000;

/** A server of moto's that speaks S3, with one bucket. */
export interface Moto {
  readonly bucket: string;
  readonly settings: S3Settings;
  readonly client: S3Client;
  /** All keys that begin with a prefix, without it, and `upload of …` for each that is not over. */
  listKeys(prefix: string): Promise<string[]>;
  stop(): Promise<void>;
}

/** @param python an interpreter that has `moto[server]` */
export async function startMoto(python: string): Promise<Moto> {
  // The SDK reads them at its first request; moto takes any.
  process.env["AWS_ACCESS_KEY_ID"] ??= "test";
  process.env["AWS_SECRET_ACCESS_KEY"] ??= "secret-of-the-test";
  const port = await findFreePort();
  const settings: S3Settings = {
    endpoint: `http://127.0.0.1:${port}`,
    region: "us-east-1",
    ignoreTls: false,
    uploadArguments: {},
  };
  const server = spawn(python, ["-m", "moto.server", "-H", "127.0.0.1", "-p", String(port)], {
    stdio: "ignore",
  });
  await waitForAnswer(`${settings.endpoint}/moto-api/`, server);
  const Bucket = "artifacts";
  const { sdk, client } = await openS3Bucket(Bucket, settings);
  await client.send(new sdk.CreateBucketCommand({ Bucket }));
  return {
    bucket: Bucket,
    settings,
    client,
    async listKeys(Prefix) {
      const { Contents = [] } = await client.send(new sdk.ListObjectsV2Command({ Bucket, Prefix }));
      const { Uploads = [] } = await client.send(
        new sdk.ListMultipartUploadsCommand({ Bucket, Prefix }),
      );
      const keys = Contents.map(({ Key = "" }) => Key.slice(Prefix.length));
      return [...keys, ...Uploads.map(({ Key }) => `upload of ${Key}`)].sort();
    },
    async stop() {
      client.destroy();
      const ended = once(server, "exit");
      server.kill();
      await ended;
    },
  };
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

async function waitForAnswer(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline && server.exitCode === null) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
  server.kill();
  throw new Error("moto did not start: is moto[server] installed beside MLFLOW_PYTHON?");
}
