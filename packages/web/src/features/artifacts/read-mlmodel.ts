/** What the page needs of a model's `MLmodel` file. */
export interface ModelDescription {
  /** Such as `pytorch` and `python_function`. */
  readonly flavors: readonly string[];
}

/**
 * Reads the names of the flavors: the keys one level below `flavors:`. MLflow writes the file in
 * YAML's block style, so two levels of indentation are all that has to be understood.
 */
export function readMlmodel(text: string): ModelDescription {
  const flavors: string[] = [];
  let isInFlavors = false;
  for (const line of text.split("\n")) {
    if (/^\S/.test(line)) isInFlavors = line.trimEnd() === "flavors:";
    const [, key] = /^ {2}([A-Za-z_][\w]*):/.exec(line) ?? [];
    if (isInFlavors && key !== undefined) flavors.push(key);
  }
  return { flavors };
}

export interface LoadSnippet {
  readonly title: string;
  readonly code: string;
}

/** The Python lines that load a model: by its own library first, then as a plain function. */
export function loadSnippets(
  flavors: readonly string[],
  uri: string,
  serverAddress: string,
): LoadSnippet[] {
  const natives = flavors.filter((flavor) => flavor !== "python_function");
  const modules = flavors.includes("python_function") ? [...natives, "pyfunc"] : natives;
  return modules.map((module) => ({
    title: `mlflow.${module}`,
    code: [
      "import mlflow",
      `mlflow.set_tracking_uri(${JSON.stringify(serverAddress)})`,
      `model = mlflow.${module}.load_model(${JSON.stringify(uri)})`,
    ].join("\n"),
  }));
}
