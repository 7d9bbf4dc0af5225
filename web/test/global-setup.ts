import type { TestProject } from "vitest/node";
import { serveDemoData } from "./demo-data.ts";

/** The demo world for all browser tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const demo = await serveDemoData();
  project.provide("demoUrl", demo.url);
  return () => demo.stop();
}
