/** The fields that MLflow's page asks for, in queries of the three operations that it sends. */

const RUN = `{
  info {
    runName status runUuid experimentId artifactUri endTime lifecycleStage startTime userId
    __typename
  }
  experiment {
    experimentId name artifactLocation lifecycleStage lastUpdateTime tags { key value __typename }
    __typename
  }
  modelVersions { status version name source __typename }
  data {
    metrics { key value step timestamp __typename }
    params { key value __typename }
    tags { key value __typename }
    __typename
  }
  inputs {
    datasetInputs {
      dataset { digest name profile schema source sourceType __typename }
      tags { key value __typename }
      __typename
    }
    modelInputs { modelId __typename }
    __typename
  }
  outputs { modelOutputs { modelId step __typename } __typename }
  __typename
}`;

export const GET_EXPERIMENT = `
  query MlflowGetExperimentQuery($input: MlflowGetExperimentInput!) @component(name: "Page") {
    mlflowGetExperiment(input: $input) {
      apiError { code message __typename }
      experiment {
        artifactLocation creationTime effectiveTraceArchivalRetention experimentId lastUpdateTime
        lifecycleStage name tags { key value __typename }
        __typename
      }
      __typename
    }
  }`;

export const GET_RUN = `
  query GetRun($data: MlflowGetRunInput!) @component(name: "Page") {
    mlflowGetRun(input: $data) {
      apiError { helpUrl code message __typename }
      run ${RUN}
      __typename
    }
  }`;

export const SEARCH_RUNS = `
  query SearchRuns($data: MlflowSearchRunsInput!) {
    mlflowSearchRuns(input: $data) {
      apiError { helpUrl code message __typename }
      runs ${RUN}
      nextPageToken
      __typename
    }
  }`;
