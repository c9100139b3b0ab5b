import type { Entity } from "./syntax.ts";

/** Every name of an entity in a filter for runs or experiments, MLflow's main one first. */
const NAMES: Readonly<Record<Entity, readonly string[]>> = {
  metric: ["metric", "metrics"],
  param: ["parameter", "parameters", "param", "params"],
  tag: ["tag", "tags"],
  attribute: ["attribute", "attributes", "attr", "run"],
  dataset: ["dataset", "datasets"],
};

const ENTITIES = Object.keys(NAMES) as readonly Entity[]; // the keys of the record above

const BY_NAME = new Map<string, Entity>(
  ENTITIES.flatMap((entity) => NAMES[entity].map((name) => [name, entity] as const)),
);

/** The entity that a name such as `params` stands for. */
export function findEntity(name: string): Entity | undefined {
  return BY_NAME.get(name);
}

/** An entity's main name, as MLflow's messages have it. */
export function nameEntity(entity: Entity): string {
  return NAMES[entity][0] ?? entity;
}

/** Texts as Python shows a list, a set or a tuple of them, without the brackets. */
export function quoteAll(texts: Iterable<string>): string {
  return [...texts].map((text) => `'${text}'`).join(", ");
}

export const ENTITY_LIST = `[${quoteAll(ENTITIES.map(nameEntity))}]`;
