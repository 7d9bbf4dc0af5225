"use client";
import { useEffect, useRef, useState, type RefObject } from "react";

/** Width of an element in px; null until it is measured. */
export function useWidth<T extends HTMLElement>(): [RefObject<T | null>, number | null] {
  const element = useRef<T>(null);
  const [width, setWidth] = useState<number | null>(null);
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const observer = new ResizeObserver(
      ([entry]) => entry && setWidth(Math.round(entry.contentRect.width)),
    );
    observer.observe(target);
    return () => observer.disconnect();
  }, []);
  return [element, width];
}
