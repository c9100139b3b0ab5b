import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client } from "../../../api/client.ts";
import { DESCRIPTION_TAG, readTags } from "../read-tags.ts";

/** The server cuts longer tags, and what is cut would be lost. */
const MAX_LENGTH = 8000;

/** Somebody else saved another description since the editing began. */
export class DescriptionChangedError extends Error {
  readonly current: string;
  constructor(current: string) {
    super("The description was changed by others in the meantime.");
    this.current = current;
  }
}

interface SaveOptions {
  readonly runId: string;
  /** The description as it was when the editing began. */
  readonly base: string;
  readonly onSaved: () => void;
}

interface Saved {
  readonly text: string;
  /** Replaces what others wrote. */
  readonly isForced: boolean;
}

/** Saves a run's description, unless others changed it in the meantime. */
export function useSaveDescription({ runId, base, onSaved }: SaveOptions) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ text, isForced }: Saved) => {
      if (text.length > MAX_LENGTH) {
        const [length, most] = [text.length, MAX_LENGTH].map((count) => count.toLocaleString("en"));
        throw new Error(`The text has ${length} characters; at most ${most} can be kept.`);
      }
      if (!isForced) {
        const { run } = await client.getRun({ run_id: runId });
        const { description } = readTags(run.data.tags ?? []);
        if (description !== base && description !== text) {
          throw new DescriptionChangedError(description);
        }
      }
      await client.setTag({ run_id: runId, key: DESCRIPTION_TAG, value: text });
      // The new text stands where the old one did before the editor goes.
      await queryClient.invalidateQueries({ queryKey: ["run", runId] });
    },
    onSuccess: onSaved,
  });
}
