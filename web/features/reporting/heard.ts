"use client";
import { createContext } from "react";
import type { News } from "../../lib/use-news.ts";

/** What is heard goes past the figures: a tick that brings nothing new draws none of them anew. */
export const Heard = createContext<News | null>(null);
