import type { Experiment } from "@mlflow-ts/contract";
import { lazy } from "react";
import { showDialog } from "../../../components/show-dialog.tsx";

// Loaded when first asked for: most visits change no experiment.
const CreateExperiment = lazy(() => import("./create-experiment.tsx"));
const RenameExperiment = lazy(() => import("./rename-experiment.tsx"));
const DescribeExperiment = lazy(() => import("./describe-experiment.tsx"));
const TagExperiment = lazy(() => import("./tag-experiment.tsx"));
const DeleteExperiment = lazy(() => import("./delete-experiment.tsx"));

export const askToCreate = () => showDialog(<CreateExperiment />);
export const askToRename = (experiment: Experiment) =>
  showDialog(<RenameExperiment experiment={experiment} />);
export const askToDescribe = (experiment: Experiment) =>
  showDialog(<DescribeExperiment experiment={experiment} />);
export const askToTag = (experiment: Experiment) =>
  showDialog(<TagExperiment experiment={experiment} />);
export const askToDelete = (experiment: Experiment) =>
  showDialog(<DeleteExperiment experiment={experiment} />);
