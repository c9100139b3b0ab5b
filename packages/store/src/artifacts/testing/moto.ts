import type { S3Client } from "@aws-sdk/client-s3";
import { openS3Bucket } from "../s3/s3-bucket.ts";
import type { S3Settings } from "../s3/s3-settings.ts";
import { startEmulator } from "./emulator.ts";

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
  const { url, stop } = await startEmulator(python, (port) =>
    `-m moto.server -H 127.0.0.1 -p ${port}`.split(" "),
  );
  const settings: S3Settings = {
    endpoint: url,
    region: "us-east-1",
    ignoreTls: false,
    uploadArguments: {},
  };
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
      await stop();
    },
  };
}
