/** What MLflow answers on MySQL where it is another status than listed; `same`: as ours. */
export const ON_MYSQL: Readonly<Record<string, number | "same">> = {
  "experiments > read what is not there > a huge id": 404,
};
