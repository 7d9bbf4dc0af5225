"use client";
import {
  use,
  useCallback,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
  type ComponentType,
  type ReactNode,
} from "react";
import { late } from "./late.ts";

const never = () => () => {};
/** Whether what is drawn stands there already, sent by the server. */
const useIsHydrating = (): boolean =>
  useSyncExternalStore(
    never,
    () => false,
    () => true,
  );

/** Calls once nothing in the box is held down. Returns how to call it off. */
function onceLetGo(box: HTMLElement | null, call: () => void): () => void {
  if (!box?.matches(":active")) {
    call();
    return () => {};
  }
  let timer: ReturnType<typeof setTimeout>;
  // The press itself is told right after it ended.
  const end = () => void (timer = setTimeout(call));
  const ends = ["pointerup", "pointercancel", "keyup", "dragend"] as const;
  for (const name of ends) document.addEventListener(name, end, { capture: true, once: true });
  return () => {
    clearTimeout(timer);
    for (const name of ends) document.removeEventListener(name, end, true);
  };
}

/**
 * What the server draws, and what is pressed after a while: its code comes once the page answers
 * presses. Until then what the server drew stands as it is, so that nothing around it waits; a
 * boundary would send it apart, to be put in its place by a script. A button that is pressed
 * meanwhile is pressed again where the code has put it; while something in it is held down, it
 * stays, since a press that ends on another element than it began on is none.
 */
export function serverDrawn<TProps extends object>(
  fetchView: () => Promise<ComponentType<TProps>>,
): (props: TProps) => ReactNode {
  if (typeof document === "undefined") {
    const coming = fetchView();
    return function Drawn(props) {
      const View = use(coming);
      return (
        <div>
          <View {...props} />
        </div>
      );
    };
  }
  const code = late(fetchView);
  const onTheWay = document.readyState === "complete" ? code.load() : null;
  return function Standing(props) {
    const [cameWhole] = useState(useIsHydrating());
    // On a way within pages the server has drawn nothing of it: the page waits where it comes from.
    if (onTheWay !== null && !cameWhole) use(onTheWay);
    const View = code.useLoaded();
    const [isFree, setFree] = useState(View !== null);
    const still = useRef<HTMLElement>(null);
    const pressed = useRef(-1);
    useEffect(() => void code.load(), []);
    useEffect(() => (View ? onceLetGo(still.current, () => setFree(true)) : undefined), [View]);
    const watch = useCallback((box: HTMLElement | null) => {
      still.current = box;
      box?.addEventListener("click", ({ target }) => {
        const button = target instanceof Element ? target.closest("button") : null;
        if (button) pressed.current = [...box.querySelectorAll("button")].indexOf(button);
      });
    }, []);
    const press = useCallback((box: HTMLElement | null) => {
      box?.querySelectorAll("button")[pressed.current]?.click();
      pressed.current = -1;
    }, []);
    if (View === null || !isFree)
      return (
        <div
          key="still"
          ref={watch}
          suppressHydrationWarning
          dangerouslySetInnerHTML={{ __html: "" }}
        />
      );
    return (
      <div key="live" ref={press}>
        <View {...props} />
      </div>
    );
  };
}
