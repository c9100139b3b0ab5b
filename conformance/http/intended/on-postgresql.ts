/** What MLflow answers on PostgreSQL where it is another status than listed; `same`: as ours. */
export const ON_POSTGRESQL: Readonly<Record<string, number | "same">> = {
  "experiments > read what is not there > a huge id": 404,
  "search runs by attributes > many conditions at once > 70 conditions": "same",
  "order runs > experiments, views and limits > a token of a negative offset": 400,
  "protocol > text that is difficult > a NUL": 500,
};
