import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Form } from "./form.tsx";

const openingTag = (onSend?: () => void): string | undefined =>
  /<form[^>]*>/.exec(
    renderToStaticMarkup(
      <Form refusal={null} {...(onSend ? { onSend } : {})}>
        A password
      </Form>,
    ),
  )?.[0];

test("a form that is pressed before its code is there sends no field into the address", () => {
  expect(openingTag(() => {})).toContain('method="dialog"');
  // One without code of its own is the browser's.
  expect(openingTag()).not.toContain("method");
});
