import { ApiError, checkLength, quotePython } from "@mlflow-ts/contract";

const FORBIDDEN = ["/", ":", ".", "%", '"', "'"];
const MAX_NAME_LENGTH = 500;
const MAX_KEY_LENGTH = 255;
const MAX_TAG_VALUE_LENGTH = 100_000;
const MAX_PARAM_VALUE_LENGTH = 6000;
const MAX_STATUS_TEXT_LENGTH = 500;

export function checkModelName(name: string): void {
  checkLength("name", MAX_NAME_LENGTH, name);
  if (!FORBIDDEN.some((character) => name.includes(character))) return;
  throw ApiError.invalidParameter(
    `Invalid model name (${quotePython(name)}) provided. Model name must be a non-empty string ` +
      `and cannot contain the following characters: (${FORBIDDEN.map(quotePython).join(", ")})`,
  );
}

export function checkModelType(modelType: string): void {
  checkLength("model_type", MAX_STATUS_TEXT_LENGTH, modelType);
}

export function checkModelTags(tags: readonly { key: string; value?: string | undefined }[]): void {
  for (const [index, { key, value = "" }] of tags.entries()) {
    checkLength(`tags[${index}].key`, MAX_KEY_LENGTH, key);
    checkLength(`tags[${index}].value`, MAX_TAG_VALUE_LENGTH, value);
  }
}

export function checkModelParams(
  params: readonly { key: string; value?: string | undefined }[],
): void {
  for (const [index, { key, value = "" }] of params.entries()) {
    checkLength(`params[${index}].key`, MAX_KEY_LENGTH, key);
    checkLength(`params[${index}].value`, MAX_PARAM_VALUE_LENGTH, value);
  }
}

export function modelNotFound(modelId: string): ApiError {
  return ApiError.doesNotExist(`Logged model with ID '${modelId.slice(0, 300)}' not found.`);
}
