import { expect, test } from "vitest";
import { Latest } from "./latest.ts";

function scripted() {
  const asked: string[] = [];
  const told: string[] = [];
  const answers: ((answer: string) => void)[] = [];
  const latest = new Latest<string, string>(
    (wanted) => {
      asked.push(wanted);
      return new Promise((resolve) => answers.push(resolve));
    },
    (answer) => told.push(answer),
  );
  const answer = async (text: string) => {
    answers.shift()?.(text);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { latest, asked, told, answer };
}

test("what is typed while an answer is under way is asked once, as it stands then", async () => {
  const { latest, asked, told, answer } = scripted();
  for (const text of ["a", "ab", "abc"]) latest.want(text);
  expect(asked).toEqual(["a"]);
  await answer("A");
  expect(asked).toEqual(["a", "abc"]);
  await answer("ABC");
  expect(told).toEqual(["A", "ABC"]);
});

test("an answer that comes after the search was cleared is not told, and the next one is", async () => {
  const { latest, told, answer } = scripted();
  latest.want("a");
  latest.drop();
  latest.want("b");
  await answer("A");
  await answer("B");
  expect(told).toEqual(["B"]);
});

test("nothing is told after the end", async () => {
  const { latest, asked, told, answer } = scripted();
  latest.want("a");
  latest.want("b");
  latest.stop();
  await answer("A");
  expect([asked, told]).toEqual([["a"], []]);
});
