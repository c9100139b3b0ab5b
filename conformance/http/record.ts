import { writeFile } from "node:fs/promises";
import type { Exchange } from "./probe.ts";

const SHOWN_LENGTH = 1_600;

/** Writes what was asked and answered as Markdown, for a person who builds a server like it. */
export async function record(file: string, exchanges: readonly Exchange[]): Promise<void> {
  const lines = ["# Answers of MLflow's own server", ""];
  let scenario = "";
  for (const exchange of exchanges) {
    if (exchange.scenario !== scenario) {
      scenario = exchange.scenario;
      lines.push("", `## ${scenario}`, "");
    }
    lines.push(...show(exchange));
  }
  await writeFile(file, `${lines.join("\n")}\n`);
}

function show({ step, method, path, sent, status, headers, body }: Exchange): string[] {
  const file = typeof body === "string" ? ` ${JSON.stringify(headers)}` : "";
  return [
    `- **${step}**: \`${cut(`${method} ${path}`)}\`${sent === undefined ? "" : ` \`${cut(sent)}\``}`,
    `  - **${status}**${file} \`${cut(JSON.stringify(body))}\``,
  ];
}

function cut(text: string): string {
  return text.length > SHOWN_LENGTH
    ? `${text.slice(0, SHOWN_LENGTH)}… (${text.length} characters)`
    : text;
}
