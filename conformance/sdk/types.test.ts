import * as mlflow from "mlflow-ts";
import { expectTypeOf, test } from "vitest";

// What the compiler checks: a wrong type fails `tsc`. None of these functions is called.

test("a run's answer is that of its callback, or the run itself without one", () => {
  const withNumber = () => mlflow.startRun(() => 1);
  const withText = () => mlflow.startRun({ runName: "a" }, async () => "x");
  const withoutCallback = () => mlflow.startRun({ nested: true, tags: { team: "a" } });
  expectTypeOf(withNumber).returns.resolves.toEqualTypeOf<number>();
  expectTypeOf(withText).returns.resolves.toEqualTypeOf<string>();
  expectTypeOf(withoutCallback).returns.resolves.toEqualTypeOf<mlflow.ActiveRun>();
  // @ts-expect-error an option that there is not
  expectTypeOf(() => mlflow.startRun({ name: "a" })).toBeFunction();
});

test("what is logged to a run is not waited for, what needs an answer is", () => {
  expectTypeOf(mlflow.logMetric).returns.toEqualTypeOf<void>();
  expectTypeOf(mlflow.logParams).returns.toEqualTypeOf<void>();
  expectTypeOf(mlflow.setTag).returns.toEqualTypeOf<void>();
  expectTypeOf(mlflow.logText).returns.resolves.toEqualTypeOf<void>();
  expectTypeOf(mlflow.flush).returns.resolves.toEqualTypeOf<void>();
  expectTypeOf(mlflow.logMetric).parameter(1).toEqualTypeOf<number>();
  // @ts-expect-error a metric is a number
  expectTypeOf(() => mlflow.logMetric("loss", "0.5")).toBeFunction();
});

test("steps past 2^53 are bigint, as they are logged and as they are read", () => {
  expectTypeOf<mlflow.MetricPoint["step"]>().toEqualTypeOf<number | bigint>();
  expectTypeOf<NonNullable<mlflow.MetricOptions["step"]>>().toEqualTypeOf<number | bigint>();
});

test("what is found may be missing only where it may be", () => {
  expectTypeOf(mlflow.getRun).returns.resolves.toEqualTypeOf<mlflow.Run>();
  expectTypeOf(mlflow.getExperimentByName).returns.resolves.toEqualTypeOf<
    mlflow.Experiment | undefined
  >();
  expectTypeOf(mlflow.activeRun).returns.toEqualTypeOf<mlflow.ActiveRun | undefined>();
  expectTypeOf<mlflow.Run["data"]["metrics"][string]>().toEqualTypeOf<number>();
});

test("`rest` has each endpoint's own fields", () => {
  const client = () => new mlflow.MlflowClient();
  const find = () => client().rest.getRun({ run_id: "a" });
  expectTypeOf(find).returns.resolves.toHaveProperty("run");
  // @ts-expect-error the request needs a run
  expectTypeOf(() => client().rest.getRun({})).toBeFunction();
  expectTypeOf<mlflow.MlflowClient["setTerminated"]>()
    .parameter(1)
    .toEqualTypeOf<mlflow.RunStatus | undefined>();
});
