import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it, vi } from "vitest";
import { axe } from "vitest-axe";

import { renderWithApp } from "@/testing/render";

import { smallBank } from "../model/small-bank";
import { listQuestions, tellProgress } from "../model/quiz";
import { QuestionForm } from "./question-form";
import { useQuizKeys } from "./use-quiz-keys";

import "../strings";

const bank = smallBank();
const question = listQuestions(bank)[3] ?? listQuestions(bank)[0];
const keys = { onNumber: vi.fn(), onEnter: vi.fn(), onBack: vi.fn() };
const onChoose = vi.fn();

function Screen({ areNumbersOn = true }: { areNumbersOn?: boolean }) {
  const [chosen, setChosen] = useState<string | null>(null);
  useQuizKeys({ ...keys, onNumber: areNumbersOn ? keys.onNumber : null });
  if (!question) return null;
  return (
    <main>
      <QuestionForm
        question={question}
        place={4}
        total={7}
        language="en"
        chosen={chosen}
        notice={null}
        intro={tellProgress(bank, {}).modules[1] ?? null}
        onChoose={(option, byArrow) => {
          onChoose(option, byArrow);
          setChosen(option);
        }}
        onSubmit={keys.onEnter}
        onSkip={vi.fn()}
        onBack={keys.onBack}
      />
      <label>
        Words <input type="text" />
      </label>
    </main>
  );
}

it("is one named group of five radios and free of violations", async () => {
  const { container } = renderWithApp(<Screen />);
  expect(screen.getByRole("group", { name: question?.stem })).toBeVisible();
  const intro = tellProgress(bank, {}).modules[1]?.intro ?? "";
  expect(screen.getByRole("group")).toHaveAccessibleDescription(expect.stringContaining(intro));
  expect(screen.getAllByRole("radio")).toHaveLength(5);
  expect(document.title).toContain("Question 4 of 7");
  expect(await axe(container)).toHaveNoViolations();
});

it("tells a choice by click from one that wanders with the arrows", async () => {
  const user = userEvent.setup();
  renderWithApp(<Screen />);
  await user.click(screen.getByRole("radio", { name: "Answer B" }));
  expect(onChoose).toHaveBeenLastCalledWith("B", false);
  await user.keyboard("{ArrowDown}");
  expect(onChoose).toHaveBeenLastCalledWith("C", true);
  await user.click(screen.getByRole("radio", { name: "Answer E" }));
  expect(onChoose).toHaveBeenLastCalledWith("E", false);
});

it("answers by number and goes by Enter and Backspace, except where one types or presses", async () => {
  const user = userEvent.setup();
  renderWithApp(<Screen />);
  await user.keyboard("3{Backspace}{Enter}");
  expect(keys.onNumber).toHaveBeenLastCalledWith(3);
  expect(keys.onBack).toHaveBeenCalledTimes(1);
  expect(keys.onEnter).toHaveBeenCalledTimes(1);
  keys.onNumber.mockClear();
  await user.keyboard("67{Control>}1{/Control}");
  await user.type(screen.getByLabelText("Words"), "12{Backspace}");
  expect(keys.onNumber).not.toHaveBeenCalled();
  expect(keys.onBack).toHaveBeenCalledTimes(1);
});

it("lets the number keys rest when they are switched off", async () => {
  const user = userEvent.setup();
  keys.onNumber.mockClear();
  renderWithApp(<Screen areNumbersOn={false} />);
  await user.keyboard("2");
  expect(keys.onNumber).not.toHaveBeenCalled();
});
