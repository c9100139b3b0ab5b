/** How a bucket is reached, beyond what the AWS SDK finds by itself: credentials, region, profile. */
export interface S3Settings {
  /** Another server than Amazon's that speaks S3, such as `http://minio:9000`. */
  readonly endpoint?: string;
  /** Take any certificate that the server shows. */
  readonly ignoreTls: boolean;
  /** Names the bucket in the path, or in the host; by default in the host on Amazon only. */
  readonly addressing?: "path" | "virtual";
  readonly region?: string;
  /** The account that a bucket must belong to. */
  readonly expectedBucketOwner?: string;
  /** What every new object gets, such as `ServerSideEncryption`. */
  readonly uploadArguments: Readonly<Record<string, string>>;
}
