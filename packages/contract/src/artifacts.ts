import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { int64, optional, repeated, requiredText, text } from "./wire.ts";

/** `path` is relative to the listed root; folders have no size. */
export const FileInfo = z.object({
  path: z.string(),
  is_dir: z.boolean(),
  file_size: z.number().optional(),
});
export type FileInfo = z.infer<typeof FileInfo>;

const Empty = z.object({});
const artifactPath = z.object({ artifact_path: requiredText() });
const Presigned = z.object({
  presigned_url: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
});

export const artifacts = {
  listArtifacts: endpoint({
    methods: ["GET"],
    path: "/mlflow/artifacts/list",
    since: 2,
    permission: "read",
    summary: "The files of one folder of a run's artifacts.",
    request: z.object({
      run_id: requiredText(),
      run_uuid: optional(text()),
      path: optional(text()),
      page_token: optional(text()),
    }),
    response: z.object({
      root_uri: z.string(),
      files: z.array(FileInfo).optional(),
      next_page_token: z.string().optional(),
    }),
    aliases: { run_uuid: "run_id" },
  }),
  createPresignedUploadUrl: endpoint({
    methods: ["POST"],
    path: "/mlflow/artifacts/presigned-upload-url",
    since: 2,
    permission: "write",
    summary: "A URL to upload one artifact to its store directly; not on a local store.",
    request: z.object({
      run_id: optional(text()),
      model_id: optional(text()),
      path: requiredText(),
      expiration: optional(int64()),
    }),
    response: Presigned,
  }),
  createPresignedDownloadUrl: endpoint({
    methods: ["POST"],
    path: "/mlflow/artifacts/presigned-download-url",
    since: 2,
    permission: "read",
    summary: "A URL to download one artifact from its store directly; not on a local store.",
    request: z.object({
      run_id: requiredText(),
      path: requiredText(),
      expiration: optional(int64()),
    }),
    response: Presigned.extend({ file_size: z.number().optional() }),
  }),
  downloadArtifact: endpoint({
    methods: ["GET"],
    path: "/mlflow-artifacts/artifacts/{*artifact_path}",
    since: 2,
    permission: "read",
    summary: "One file below the served artifact root.",
    request: artifactPath,
    response: z.unknown(),
    transfer: "download",
  }),
  uploadArtifact: endpoint({
    methods: ["PUT"],
    path: "/mlflow-artifacts/artifacts/{*artifact_path}",
    since: 2,
    permission: "write",
    summary: "Stores one file below the served artifact root, replacing it as a whole.",
    request: artifactPath,
    response: Empty,
    transfer: "upload",
  }),
  listServedArtifacts: endpoint({
    methods: ["GET"],
    path: "/mlflow-artifacts/artifacts",
    since: 2,
    permission: "read",
    summary: "The files of one folder below the served artifact root.",
    request: z.object({ path: optional(text()) }),
    response: z.object({ files: z.array(FileInfo).optional() }),
  }),
  deleteArtifact: endpoint({
    methods: ["DELETE"],
    path: "/mlflow-artifacts/artifacts/{*artifact_path}",
    since: 2,
    permission: "delete",
    summary: "Removes a file or folder below the served artifact root.",
    request: artifactPath,
    response: Empty,
  }),
  createMultipartUpload: endpoint({
    methods: ["POST"],
    path: "/mlflow-artifacts/mpu/create/{*artifact_path}",
    since: 2,
    permission: "write",
    summary: "Begins an upload in parts.",
    request: z.object({
      artifact_path: requiredText(),
      path: requiredText(),
      num_parts: optional(int64()),
    }),
    response: z.object({
      upload_id: z.string(),
      credentials: z
        .array(
          z.object({
            url: z.string(),
            part_number: z.number(),
            headers: z.record(z.string(), z.string()).optional(),
          }),
        )
        .optional(),
    }),
  }),
  completeMultipartUpload: endpoint({
    methods: ["POST"],
    path: "/mlflow-artifacts/mpu/complete/{*artifact_path}",
    since: 2,
    permission: "write",
    summary: "Joins the parts of an upload.",
    request: z.object({
      artifact_path: requiredText(),
      path: requiredText(),
      upload_id: optional(text()),
      parts: repeated(
        z.object({
          part_number: optional(int64()),
          etag: optional(text()),
          url: optional(text()),
        }),
      ),
    }),
    response: Empty,
  }),
  abortMultipartUpload: endpoint({
    methods: ["POST"],
    path: "/mlflow-artifacts/mpu/abort/{*artifact_path}",
    since: 2,
    permission: "write",
    summary: "Drops an upload in parts.",
    request: z.object({
      artifact_path: requiredText(),
      path: requiredText(),
      upload_id: optional(text()),
    }),
    response: Empty,
  }),
  getPresignedDownloadUrl: endpoint({
    methods: ["GET"],
    path: "/mlflow-artifacts/presigned/{*artifact_path}",
    since: 2,
    permission: "read",
    summary: "A URL to download one served file from its store directly; not on a local store.",
    request: artifactPath,
    response: z.object({
      url: z.string(),
      headers: z.record(z.string(), z.string()).optional(),
      file_size: z.number().optional(),
    }),
  }),
  uploadRunArtifact: endpoint({
    methods: ["POST"],
    path: "/mlflow/upload-artifact",
    since: 2,
    permission: "write",
    summary: "Stores one file of up to 10 MB among a run's artifacts.",
    request: z.object({ run_uuid: requiredText(), path: requiredText() }),
    response: Empty,
    transfer: "upload",
  }),
  getRunArtifact: endpoint({
    methods: ["GET"],
    path: "/get-artifact",
    root: true,
    since: 2,
    permission: "read",
    summary: "One file of a run's artifacts.",
    request: z.object({
      run_id: requiredText(),
      run_uuid: optional(text()),
      path: requiredText(),
    }),
    response: z.unknown(),
    aliases: { run_uuid: "run_id" },
    transfer: "download",
  }),
  getModelVersionArtifact: endpoint({
    methods: ["GET"],
    path: "/model-versions/get-artifact",
    root: true,
    since: 2,
    permission: "read",
    summary: "One file of a registered model's version; registered models come later.",
    request: z.object({
      name: optional(text()),
      version: optional(text()),
      path: optional(text()),
    }),
    response: z.unknown(),
    transfer: "download",
  }),
};
