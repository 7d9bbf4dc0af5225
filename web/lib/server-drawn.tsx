"use client";
import { use, useEffect, type ComponentType, type ReactNode } from "react";
import { late } from "./late.ts";

/**
 * What the server draws, and what is pressed after a while at the earliest: its code comes once the
 * page answers presses. Until then what the server drew stands as it is, so that nothing around it
 * waits; a boundary would send it apart, to be put in its place by a script.
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
  return function Standing(props) {
    const View = code.useLoaded();
    useEffect(() => void code.load(), []);
    if (View === null)
      return <div key="still" suppressHydrationWarning dangerouslySetInnerHTML={{ __html: "" }} />;
    return (
      <div key="live">
        <View {...props} />
      </div>
    );
  };
}
