"use client";
/**
 * What the axes of Recharts stand on, about half of it: fetched before them, so that its setting
 * up is cut into tasks that nobody waits for.
 */
export { CartesianAxis } from "recharts";
