/**
 * Trains small networks on drawn digits with TensorFlow.js and logs everything to a tracking server.
 *
 *     npm run example                          # installs, builds, and starts a server where none is
 *     node examples/digits/train.ts --tracking-uri http://host:5000 --experiment digits
 *
 * It needs no download and takes under half a minute on a CPU. The README.md beside it says what to
 * look at afterwards; examples/pytorch is the same in Python.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import * as tf from "@tensorflow/tfjs";
import * as mlflow from "mlflow-ts";
import { CLASSES, type Digits, drawDigits, PIXELS } from "./draw-digits.ts";

const EPOCHS = 8;
const TEST_SIZE = 400;

const { values: flags } = parseArgs({
  options: {
    "tracking-uri": {
      type: "string",
      default: process.env["MLFLOW_TRACKING_URI"] ?? "http://127.0.0.1:8080",
    },
    experiment: { type: "string", default: "tensorflow.js digits" },
    // How this script starts itself: for the runs that somebody has to stop.
    "until-killed": { type: "string" },
  },
});

const PARAMS = {
  optimizer: "sgd",
  lr: 0.1,
  batch_size: 64,
  hidden: 64,
  dropout: 0.1,
  noise: 0.3,
  train_size: 1500,
  epochs: EPOCHS,
  seed: 7,
};
type Params = typeof PARAMS;

function buildNetwork({ optimizer, lr, hidden, dropout, seed }: Params): tf.LayersModel {
  const start = (layer: number) => tf.initializers.glorotUniform({ seed: seed + layer });
  const network = tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [PIXELS, PIXELS] }),
      tf.layers.dense({ units: hidden, activation: "relu", kernelInitializer: start(0) }),
      tf.layers.dropout({ rate: dropout, seed }),
      tf.layers.dense({ units: CLASSES, activation: "softmax", kernelInitializer: start(1) }),
    ],
  });
  network.compile({
    optimizer: optimizer === "adam" ? tf.train.adam(lr) : tf.train.sgd(lr),
    loss: "categoricalCrossentropy",
    metrics: ["accuracy"],
  });
  return network;
}

const oneHot = ({ labels }: Digits): tf.Tensor => tf.oneHot([...labels], CLASSES);

/** Trains one network and logs the loss and accuracy of every epoch. */
async function train(params: Params, epochs = params.epochs): Promise<tf.LayersModel> {
  const digits = drawDigits(params.train_size, params.noise, 1);
  const testDigits = drawDigits(TEST_SIZE, params.noise, 2);
  const network = buildNetwork(params);
  await network.fit(digits.images, oneHot(digits), {
    epochs,
    batchSize: params.batch_size,
    // They were drawn in any order already, and this way each training gives the same.
    shuffle: false,
    validationData: [testDigits.images, oneHot(testDigits)],
    callbacks: {
      onEpochEnd: (epoch, logs = {}) => {
        const { loss = NaN, val_loss = NaN, val_acc = NaN } = logs;
        mlflow.logMetrics({ train_loss: loss, val_loss, val_accuracy: val_acc }, { step: epoch });
        if (!Number.isFinite(loss)) {
          throw new Error(`The loss is ${loss} in epoch ${epoch}: lower the learning rate.`);
        }
      },
    },
  });
  return network;
}

async function guess(network: tf.LayersModel, { images }: Digits): Promise<number[]> {
  const probabilities = network.predict(images) as tf.Tensor;
  return (await probabilities.argMax(-1).array()) as number[];
}

/** Logs which digit was taken for which, as an image and as a page; answers the accuracy. */
async function logConfusion(network: tf.LayersModel, noise: number): Promise<number> {
  const digits = drawDigits(TEST_SIZE, noise, 3);
  const guesses = await guess(network, digits);
  const pairs = guesses.map((guessed, at) => ({ digit: digits.labels[at], guessed }));
  const chart = {
    title: "Confusion",
    width: 300,
    height: 300,
    data: { values: pairs },
    encoding: {
      x: { field: "guessed", type: "ordinal", title: "taken for", axis: { labelAngle: 0 } },
      y: { field: "digit", type: "ordinal" },
    },
    layer: [
      { mark: "rect", encoding: { color: { aggregate: "count", scale: { scheme: "blues" } } } },
      { mark: "text", encoding: { text: { aggregate: "count" } } },
    ],
  };
  await mlflow.logFigure(chart, "plots/confusion.png");
  await mlflow.logFigure(chart, "plots/confusion.html");
  return pairs.filter(({ digit, guessed }) => digit === guessed).length / pairs.length;
}

/** Logs the network, loads it back from the server and checks that it predicts the same. */
async function logAndReloadModel(network: tf.LayersModel): Promise<void> {
  const { images } = drawDigits(16, 0.3, 4);
  const { modelUri } = await mlflow.tfjs.logModel(network, {
    name: "model",
    step: EPOCHS - 1,
    inputExample: images,
  });
  const reloaded = await mlflow.loadModel(modelUri);
  const answer = tf.tensor2d((await reloaded.predict(images)) as number[][]);
  const expected = network.predict(images) as tf.Tensor;
  const [difference = NaN] = await tf.max(tf.abs(tf.sub(answer, expected))).data();
  mlflow.logMetric("reload_difference", difference);
  mlflow.setTag("model_uri", modelUri);
  if (!(difference < 1e-5)) {
    throw new Error(`The model loaded from ${modelUri} predicts otherwise by ${difference}.`);
  }
}

/** One named run: params first, metrics while it trains, results and the model at the end. */
async function runTraining(runName: string, params: Params): Promise<void> {
  // Whatever is thrown in here ends the run as FAILED, with the reason.
  await mlflow.startRun({ runName }, async () => {
    mlflow.logParams(params);
    const network = await train(params);
    mlflow.logMetric("test_accuracy", await logConfusion(network, params.noise));
    mlflow.logMetric("weights", network.countParams());
    await logAndReloadModel(network);
  });
  console.log(`${runName}: done`);
}

/** A training that somebody has to stop. A polite stop (SIGTERM) is written down as KILLED. */
async function trainUntilKilled(runName: string): Promise<void> {
  await mlflow.startRun({ runName }, async () => {
    mlflow.logParams(PARAMS);
    await train(PARAMS, 1);
    await mlflow.flush();
    console.log("ready");
    await sleep(600_000); // Stands for the long rest of a training.
  });
}

function startInBackground(runName: string): ChildProcess {
  const { "tracking-uri": uri, experiment } = flags;
  const args = ["--tracking-uri", uri, "--experiment", experiment, "--until-killed", runName];
  return spawn(process.execPath, [import.meta.filename, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** Waits until the child has logged its first epoch, then stops it. */
async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exited = once(child, "exit");
  for await (const text of child.stdout ?? []) {
    if (String(text).includes("ready")) break;
  }
  child.kill(signal);
  await exited;
}

async function main(): Promise<void> {
  mlflow.setTrackingUri(flags["tracking-uri"]);
  await mlflow.setExperiment(flags.experiment);
  await tf.setBackend("cpu");
  const endless = flags["until-killed"];
  if (endless !== undefined) return trainUntilKilled(endless);

  // Both train beside the others until they are stopped further down.
  const stopped = startInBackground("stopped politely");
  const vanished = startInBackground("vanished");
  try {
    await runTraining("baseline", PARAMS);
    await runTraining("small steps", { ...PARAMS, lr: 0.01 });
    await runTraining("adam", { ...PARAMS, optimizer: "adam", lr: 0.003 });
    await runTraining("steps far too large", { ...PARAMS, lr: 1e20 }).catch((error: Error) => {
      console.log(`As expected, one run failed: ${error.message}`);
    });
    await kill(stopped, "SIGTERM"); // Its run ends as KILLED.
    await kill(vanished, "SIGKILL"); // Nobody could end its run: it stays RUNNING.
  } finally {
    stopped.kill("SIGKILL");
    vanished.kill("SIGKILL");
  }
  console.log(`Look at ${flags["tracking-uri"]}`);
}

await main();
