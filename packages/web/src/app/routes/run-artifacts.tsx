import type { LoggedModel } from "@mlflow-ts/contract";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useRef } from "react";
import { useShownAtFirst } from "../../components/use-shown-at-first.ts";
import { ArtifactBrowser } from "../../features/artifacts/artifact-browser.tsx";
import { toAddress, type ArtifactPlace } from "../../features/artifacts/artifact-place.ts";
import { artifactOfTab, readRunSearch } from "../run-search.ts";

interface RunArtifactsProps {
  /** Unset on a logged model's page, which has no files but the model's. */
  readonly runId?: string;
  readonly models: readonly LoggedModel[];
  readonly isLive: boolean;
  /** What is selected while the address names nothing. */
  readonly initial?: ArtifactPlace;
}

/** The artifact browser with its selection in the page's address. */
export function RunArtifacts({ runId, models, isLive, initial }: RunArtifactsProps) {
  const { _splat: tab } = useParams({ strict: false });
  const { artifact } = readRunSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const named = artifact ?? artifactOfTab(tab);
  const place = useRef<HTMLDivElement>(null);
  useShownAtFirst(place, named !== undefined && runId !== undefined);
  return (
    <div ref={place}>
      <ArtifactBrowser
        runId={runId}
        models={models.map(({ info }) => ({ modelId: info.model_id, name: info.name }))}
        selected={named ?? (initial && toAddress(initial))}
        onSelect={(place) =>
          navigate({
            to: ".",
            search: (previous) => ({ ...previous, artifact: toAddress(place) }),
            replace: true,
            resetScroll: false,
          })
        }
        isLive={isLive}
      />
    </div>
  );
}
