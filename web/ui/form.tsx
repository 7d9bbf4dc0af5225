"use client";
import {
  createContext,
  use,
  useEffect,
  useId,
  useRef,
  useState,
  type ComponentProps,
  type ReactNode,
} from "react";
import { clsx } from "clsx";
import { CircleAlert } from "lucide-react";

/** An expected refusal of the API: every UserError has these. */
export interface Refusal {
  code: string;
  message: string;
  /** Path of the field at fault in the mutation's input. */
  path: readonly string[];
}

/**
 * Field name of a refusal: "input" is where a mutation keeps its fields, list positions are not
 * names.
 */
export const fieldOf = (refusal: Refusal): string =>
  refusal.path
    .filter((part, index) => !(index === 0 && part === "input") && !/^\d+$/.test(part))
    .join(".");

const RefusalContext = createContext<Refusal | null>(null);

export interface FormProps extends Omit<ComponentProps<"form">, "onSubmit"> {
  refusal: Refusal | null;
  /** Gets the form's values; without it the form's own action runs. */
  onSend?: (values: FormData) => void | Promise<void>;
}

/**
 * Shows a refusal at its field and moves the focus there; a refusal of no single field stands above
 * the form.
 */
export function Form({ refusal, onSend, children, className, ...rest }: FormProps): ReactNode {
  const form = useRef<HTMLFormElement>(null);
  const alert = useRef<HTMLDivElement>(null);
  const [unplaced, setUnplaced] = useState(true);
  useEffect(() => {
    if (!refusal) return;
    const name = fieldOf(refusal);
    const found = name === "" ? null : form.current?.elements.namedItem(name);
    const element = found instanceof RadioNodeList ? found[0] : found;
    setUnplaced(!(element instanceof HTMLElement));
    if (element instanceof HTMLElement) {
      // What is folded away cannot take the focus.
      for (
        let fold = element.closest("details");
        fold;
        fold = fold.parentElement?.closest("details") ?? null
      )
        fold.open = true;
      element.focus();
    } else alert.current?.focus();
  }, [refusal]);
  return (
    <RefusalContext value={refusal}>
      <form
        // Pressed before its code is there, it sends nothing: fields would go into the address.
        {...(onSend ? { method: "dialog" } : {})}
        {...rest}
        ref={form}
        className={clsx("flex flex-col gap-4", className)}
        onSubmit={
          onSend &&
          ((event) => {
            event.preventDefault();
            void onSend(new FormData(event.currentTarget));
          })
        }
      >
        {refusal && unplaced ? <FormAlert ref={alert}>{refusal.message}</FormAlert> : null}
        {children}
      </form>
    </RefusalContext>
  );
}

export function FormAlert({ children, ...rest }: ComponentProps<"div">): ReactNode {
  return (
    <div
      role="alert"
      tabIndex={-1}
      {...rest}
      className="flex items-start gap-2 rounded-control bg-danger-ground px-3 py-2 text-danger"
    >
      <CircleAlert aria-hidden size={16} className="mt-0.5 shrink-0" />
      <span>{children}</span>
    </div>
  );
}

export const controlClass =
  "h-9 w-full min-w-0 rounded-control border border-border-strong bg-surface px-3 text-body " +
  "text-fg placeholder:text-subtle aria-invalid:border-danger disabled:bg-sunken " +
  "disabled:text-muted md:h-8 pointer-coarse:min-h-11";

interface FieldParts {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  /** A fault found here; one from the API comes by itself. */
  error?: string | null;
}
interface ControlProps {
  id: string;
  name: string;
  "aria-invalid": true | undefined;
  "aria-describedby": string | undefined;
}

/** Label, control, hint and error text of one field. */
export function FieldFrame({
  name,
  label,
  hint,
  error,
  children,
}: FieldParts & { children: (control: ControlProps) => ReactNode }): ReactNode {
  const id = useId();
  const refusal = use(RefusalContext);
  const fault = error ?? (refusal && fieldOf(refusal) === name ? refusal.message : null);
  const described = [hint ? `${id}-hint` : null, fault ? `${id}-error` : null]
    .filter(Boolean)
    .join(" ");
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children({
        id,
        name,
        "aria-invalid": fault ? true : undefined,
        "aria-describedby": described || undefined,
      })}
      {hint ? (
        <p id={`${id}-hint`} className="text-caption text-subtle">
          {hint}
        </p>
      ) : null}
      {fault ? (
        <p id={`${id}-error`} className="flex items-start gap-1 text-caption text-danger">
          <CircleAlert aria-hidden size={14} className="mt-px shrink-0" />
          {fault}
        </p>
      ) : null}
    </div>
  );
}

type InputFieldProps = FieldParts & Omit<ComponentProps<"input">, "name">;
export function InputField({
  name,
  label,
  hint,
  error,
  className,
  ...rest
}: InputFieldProps): ReactNode {
  return (
    <FieldFrame name={name} label={label} hint={hint} error={error ?? null}>
      {(control) => <input {...rest} {...control} className={clsx(controlClass, className)} />}
    </FieldFrame>
  );
}

type TextFieldProps = FieldParts & Omit<ComponentProps<"textarea">, "name">;
/** Several lines of text. */
export function TextField({
  name,
  label,
  hint,
  error,
  className,
  rows = 3,
  ...rest
}: TextFieldProps): ReactNode {
  return (
    <FieldFrame name={name} label={label} hint={hint} error={error ?? null}>
      {(control) => (
        <textarea
          {...rest}
          {...control}
          rows={rows}
          className={clsx(controlClass, "h-auto py-2 md:h-auto", className)}
        />
      )}
    </FieldFrame>
  );
}

export interface Option {
  value: string;
  label: string;
  disabled?: boolean;
}
type SelectFieldProps = FieldParts &
  Omit<ComponentProps<"select">, "name"> & { options: readonly Option[] };
/** The browser's own select: works on phones, with keyboards and without scripts. */
export function SelectField({
  name,
  label,
  hint,
  error,
  options,
  className,
  ...rest
}: SelectFieldProps): ReactNode {
  return (
    <FieldFrame name={name} label={label} hint={hint} error={error ?? null}>
      {(control) => (
        <Select {...rest} {...control} className={className}>
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </Select>
      )}
    </FieldFrame>
  );
}

export function Select({
  className,
  children,
  ...rest
}: Omit<ComponentProps<"select">, "className"> & { className?: string | undefined }): ReactNode {
  return (
    <select
      {...rest}
      className={clsx(controlClass, "select-arrow appearance-none pe-8 font-medium", className)}
    >
      {children}
    </select>
  );
}

type CheckFieldProps = Omit<ComponentProps<"input">, "type" | "name"> & {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
};
export function CheckField({ name, label, hint, ...rest }: CheckFieldProps): ReactNode {
  const id = useId();
  const refusal = use(RefusalContext);
  const fault = refusal && fieldOf(refusal) === name ? refusal.message : null;
  return (
    <div className="flex items-start gap-2">
      <input
        {...rest}
        type="checkbox"
        id={id}
        name={name}
        aria-invalid={fault ? true : undefined}
        aria-describedby={fault ? `${id}-error` : undefined}
        className="mt-0.5 size-4 shrink-0 accent-primary"
      />
      <div className="flex flex-col gap-1">
        <label htmlFor={id}>{label}</label>
        {hint ? <p className="text-caption text-subtle">{hint}</p> : null}
        {fault ? (
          <p id={`${id}-error`} className="text-caption text-danger">
            {fault}
          </p>
        ) : null}
      </div>
    </div>
  );
}
