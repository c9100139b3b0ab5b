import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { cutText } from "../../format/cut-text.ts";
import { getRun } from "./get-run.ts";

interface ParentLinkProps {
  readonly runId: string;
  /** Of the child, which its parent is in too as far as is known. */
  readonly experimentId: string;
}

/** To the run that started this one. */
export function ParentLink({ runId, experimentId }: ParentLinkProps) {
  const { data } = useQuery({ ...getRun(runId), refetchInterval: false });
  return (
    <Link
      to="/experiments/$experimentId/runs/$runId"
      params={{ experimentId: data?.info.experiment_id ?? experimentId, runId }}
      title="Parent run"
    >
      <span className="visually-hidden">Parent run </span>
      <bdi>{cutText(data?.info.run_name || runId, 100)}</bdi>
    </Link>
  );
}
