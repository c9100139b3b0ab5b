import { Agent, request, type IncomingMessage } from "node:http";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** When a request was sent, and what became of it. */
export interface Outcome {
  readonly sentAt: number;
  /** The status, or the code of the error that came instead of an answer. */
  readonly result: number | string;
}

/**
 * Logs one metric after the other over one connection, which is kept alive, as a training script
 * does; ends when the server no longer listens.
 */
export async function logUntilRefused(url: string, runId: string): Promise<Outcome[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const outcomes: Outcome[] = [];
  for (let step = 0; outcomes.at(-1)?.result !== "ECONNREFUSED"; step++) {
    const sentAt = performance.now();
    const body = { run_id: runId, key: "loss", value: 1, timestamp: step, step };
    const result = await send(url, agent, JSON.stringify(body)).catch(
      (error: NodeJS.ErrnoException) => error.code ?? error.message,
    );
    outcomes.push({ sentAt, result });
  }
  agent.destroy();
  return outcomes;
}

async function send(url: string, agent: Agent, body: string): Promise<number> {
  const outgoing = request(`${url}/api/2.0/mlflow/runs/log-metric`, {
    agent,
    method: "POST",
    headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body) },
  });
  outgoing.end(body);
  const [answer] = (await once(outgoing, "response")) as [IncomingMessage];
  await text(answer);
  return answer.statusCode ?? 0;
}
